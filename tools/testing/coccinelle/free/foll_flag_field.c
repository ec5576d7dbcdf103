// SPDX-License-Identifier: GPL-2.0-only
static int plot_take(struct plot *pl, unsigned long at)
{
	int got;

	pl->how = FOLL_GET;
	if (pl->out)
		pl->how |= FOLL_WRITE;
	got = pin_user_pages_fast(at, pl->nr, pl->how, pl->sheet);
	if (got <= 0)
		return got;
	plot_draw(pl, got);
	unpin_user_pages(pl->sheet, got);
	return 0;
}
