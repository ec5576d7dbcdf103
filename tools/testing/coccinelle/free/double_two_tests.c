// SPDX-License-Identifier: GPL-2.0-only
static int oar_pull(struct oar *o, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, o->pages);

	if (got > 0 && got != nr)
		put_user_pages(o->pages, got);
	if (got < 0)
		return got;
	oar_dip(o);
	put_user_pages(o->pages, got);
	return 0;
}
