// SPDX-License-Identifier: GPL-2.0-only
/* Loops that go one page too far, at either end. */
static void beryl_up(unsigned long start, int nr, struct page **pages)
{
	int i, got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);

	if (got <= 0)
		return;
	beryl_see(pages, got);
	for (i = 0; i <= got; i++)
		put_user_page(pages[i]);
}

static void beryl_down(unsigned long start, int nr, struct page **pages)
{
	int i, got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);

	if (got <= 0)
		return;
	beryl_see(pages, got);
	for (i = got; i >= 0; i--)
		put_user_page(pages[i]);
}

static void beryl_good(unsigned long start, int nr, struct page **pages, bool up)
{
	int i, got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);

	if (got <= 0)
		return;
	beryl_see(pages, got);
	if (up) {
		for (i = 0; i <= got - 1; i++)
			put_user_page(pages[i]);
	} else {
		for (i = got - 1; i >= 0; i--)
			put_user_page(pages[i]);
	}
}

/* Up to the one that was the last to be there. */
static int beryl_undo(unsigned long start, int nr, struct page **pages)
{
	int i, last = -1, got;

	for (i = 0; i < nr; i++) {
		got = pin_user_pages_fast(start + i * PAGE_SIZE, 1, FOLL_WRITE, &pages[i]);
		if (got != 1)
			goto undo;
		last = i;
	}
	return 0;
undo:
	for (i = last; i >= 0; i--)
		put_user_page(pages[i]);
	return -EFAULT;
}
