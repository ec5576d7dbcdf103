// SPDX-License-Identifier: GPL-2.0
/* The caller gets some of the pages, or all of them. */
#include <linux/mm.h>

int some(struct page **pages, unsigned long addr, int nr)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr)
		return got;
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}

int all(struct page **pages, unsigned long addr, int nr, bool keep)
{
	int got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return got;
	if (keep)
		return got;
	release_pages(pages, got);
	return 0;
}

static struct page *first;

int but_one(struct page **pages, unsigned long addr)
{
	int n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n <= 0)
		return n;
	while (--n > 0)
		put_page(pages[n]);
	return 0;
}

int kept(struct page **pages, unsigned long addr)
{
	int n = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);

	if (n <= 0)
		return n;
	first = pages[0];
	while (n--)
		put_page(pages[n]);
	return 0;
}
