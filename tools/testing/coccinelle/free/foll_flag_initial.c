// SPDX-License-Identifier: GPL-2.0-only
static long ermine_bad(unsigned long start, int nr, bool write, struct page **pages)
{
	struct ermine_want want = {
		.start = start,
		.flags = FOLL_GET,
		.nr = nr,
	};

	if (write)
		want.flags |= FOLL_WRITE;
	return pin_user_pages_fast(want.start, want.nr, want.flags, pages);
}

static long ermine_good(unsigned long start, int nr, bool write, struct page **pages)
{
	struct ermine_want want = {
		.start = start,
		.flags = FOLL_LONGTERM,
		.nr = nr,
	};

	if (write)
		want.flags |= FOLL_WRITE;
	return pin_user_pages_fast(want.start, want.nr, want.flags, pages);
}
