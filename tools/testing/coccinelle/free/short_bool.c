// SPDX-License-Identifier: GPL-2.0-only
/* false says that it failed. */
static bool whimbrel_hold(struct whimbrel *w, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, w->pages);

	if (got == nr)
		w->nr = nr;
	return got == nr;
}

static bool whimbrel_hold_all(struct whimbrel *w, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, w->pages);

	if (got == nr) {
		w->nr = nr;
		return true;
	}
	if (got > 0)
		put_user_pages(w->pages, got);
	return false;
}

static bool whimbrel_hold_some(struct whimbrel *w, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, w->pages);

	w->nr = max(got, 0);
	return w->nr == nr;
}
