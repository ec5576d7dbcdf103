// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET hides in a variable. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	unsigned int flags = FOLL_WRITE;
	struct page *page;

	flags |= FOLL_GET;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
