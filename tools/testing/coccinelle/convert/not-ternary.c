// SPDX-License-Identifier: GPL-2.0
/* The released page is one or the other. */
#include <linux/mm.h>

int peek(unsigned long addr, bool user)
{
	struct page *page, *own = alloc_page(GFP_KERNEL);

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(user ? page : own);
	return 0;
}
