// SPDX-License-Identifier: GPL-2.0-only
static int trace_pages(struct page **pages, unsigned long addr, int nr)
{
	int i, got = pin_user_pages_fast(addr, nr, 0, pages);

	if (got < 0)
		return got;
	for (i = 0; i < got; i++)
		get_page(pages[i]);
	unpin_user_pages(pages, got);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}
