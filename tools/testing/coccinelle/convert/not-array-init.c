// SPDX-License-Identifier: GPL-2.0
/* The first entry was there before. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *pages[3] = { alloc_page(GFP_KERNEL), };
	int i, n;

	n = get_user_pages_fast(addr, 2, 0, pages + 1);
	if (n < 0)
		n = 0;
	for (i = 0; i <= n; i++)
		put_page(pages[i]);
	return n;
}
