// SPDX-License-Identifier: GPL-2.0-only
/* Folios of a memfd, given back twice, and dirtied too late. */
static int reef_bad(struct reef *r, struct file *memfd, loff_t end, int max)
{
	pgoff_t off;
	long nr;

	nr = memfd_pin_folios(memfd, 0, end, r->folios, max, &off);
	if (nr <= 0)
		return nr ? nr : -EINVAL;
	if (reef_full(r)) {
		unpin_folios(r->folios, nr);
		goto out;
	}
	return 0;
out:
	unpin_folios(r->folios, nr);
	return -ENOSPC;
}

static void reef_late_bad(struct folio *folio)
{
	unpin_folio(folio);
	folio_mark_dirty(folio);
}

static int reef_good(struct reef *r, struct file *memfd, loff_t end, int max)
{
	pgoff_t off;
	long nr;

	nr = memfd_pin_folios(memfd, 0, end, r->folios, max, &off);
	if (nr <= 0)
		return nr ? nr : -EINVAL;
	if (reef_full(r))
		goto out;
	return 0;
out:
	unpin_folios(r->folios, nr);
	return -ENOSPC;
}

static void reef_late_good(struct folio *folio)
{
	folio_mark_dirty(folio);
	unpin_folio(folio);
}
