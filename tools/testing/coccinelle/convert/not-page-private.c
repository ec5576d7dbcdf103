// SPDX-License-Identifier: GPL-2.0
/* Another page keeps it. */
#include <linux/mm.h>

int attach(struct page *to, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	set_page_private(to, (unsigned long)page);
	if (PageReserved(page)) {
		put_page(page);
		return -EINVAL;
	}
	put_page(page);
	return 0;
}
