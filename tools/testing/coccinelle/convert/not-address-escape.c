// SPDX-License-Identifier: GPL-2.0
/* The address of the variable goes to an unknown function. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	replace_page(&page);
	put_page(page);
	return 0;
}
