// SPDX-License-Identifier: GPL-2.0-only
static int plot_take(struct plot *pl, unsigned long at)
{
	int got;

	pl->how = FOLL_GET;
	plot_peek(pl, pl->how);
	pl->how = FOLL_WRITE;
	got = pin_user_pages_fast(at, pl->nr, pl->how, pl->sheet);
	if (got <= 0)
		return got;
	plot_draw(pl, got);
	unpin_user_pages(pl->sheet, got);
	return 0;
}

static int plot_keep(struct plot *pl, unsigned long at)
{
	if (pl->out)
		pl->mode |= FOLL_WRITE;
	if (pin_user_pages_fast(at, 1, pl->mode, &pl->first) != 1)
		return -EFAULT;
	return 0;
}
