// SPDX-License-Identifier: GPL-2.0-only
/* The number of entries is no index. */
static int crane_take(struct crane *c, unsigned long at)
{
	int got = pin_user_pages_fast(at, c->nr, FOLL_LONGTERM, c->plumes);

	if (got == c->nr)
		return 0;
	if (got > 0)
		unpin_user_pages(c->plumes, got);
	return -EFAULT;
}

static void crane_drop(struct crane *c)
{
	unsigned int i;

	for (i = 0; i <= c->nr; i++)
		unpin_user_page(c->plumes[i]);
}

/* Up to the last one */
static void crane_drop_good(struct crane *c)
{
	unsigned int i, top = c->nr - 1;

	for (i = 0; i <= top; i++)
		unpin_user_page(c->plumes[i]);
}

/* Up to the one that was taken before this failed */
static int crane_each(struct crane *c, unsigned long at)
{
	int i, k, err = 0;

	for (i = 0; i < c->nr; i++) {
		if (pin_user_pages_fast(at, 1, FOLL_LONGTERM, &c->plumes[i]) != 1)
			return crane_undo(c, i);
		at += PAGE_SIZE;
		err = crane_paint(c, i);
		if (err)
			goto drop;
	}
	return 0;
drop:
	for (k = 0; k <= i; k++)
		unpin_user_page(c->plumes[k]);
	return err;
}
