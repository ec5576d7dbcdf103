// SPDX-License-Identifier: GPL-2.0
/* The driver looks at the count and knows what to expect. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *page;
	int busy;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	busy = page_ref_count(page) > 2;
	put_page(page);
	return busy;
}
