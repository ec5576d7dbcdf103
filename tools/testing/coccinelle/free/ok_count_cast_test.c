// SPDX-License-Identifier: GPL-2.0-only
static int n5(unsigned long a, unsigned int n, struct page **pages)
{
	unsigned long got = pin_user_pages_fast(a, n, 0, pages);

	if ((long)got < 0)
		return (long)got;
	go(pages, got);
	unpin_user_pages(pages, got);
	return 0;
}
