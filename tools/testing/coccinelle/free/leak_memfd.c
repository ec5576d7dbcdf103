// SPDX-License-Identifier: GPL-2.0-only
/* Folios of a memfd are pinned, too. */
static int coral_bad(struct coral *c, struct file *memfd, loff_t end, int max)
{
	struct folio **folios = kvmalloc_array(max, sizeof(*folios), GFP_KERNEL);
	pgoff_t off;
	long nr;

	if (!folios)
		return -ENOMEM;
	nr = memfd_pin_folios(memfd, 0, end, folios, max, &off);
	if (nr <= 0) {
		kvfree(folios);
		return nr ? nr : -EINVAL;
	}
	if (coral_full(c)) {
		kvfree(folios);
		return -ENOSPC;
	}
	c->folios = folios;
	c->nr = nr;
	return 0;
}

static int coral_good(struct coral *c, struct file *memfd, loff_t end, int max)
{
	struct folio **folios = kvmalloc_array(max, sizeof(*folios), GFP_KERNEL);
	pgoff_t off;
	long nr;

	if (!folios)
		return -ENOMEM;
	nr = memfd_pin_folios(memfd, 0, end, folios, max, &off);
	if (nr <= 0) {
		kvfree(folios);
		return nr ? nr : -EINVAL;
	}
	if (coral_full(c)) {
		unpin_folios(folios, nr);
		kvfree(folios);
		return -ENOSPC;
	}
	c->folios = folios;
	c->nr = nr;
	return 0;
}
