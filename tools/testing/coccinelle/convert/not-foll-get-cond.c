// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET under a condition. */
#include <linux/mm.h>

int peek(unsigned long addr, bool keep)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, keep ? FOLL_GET : FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
