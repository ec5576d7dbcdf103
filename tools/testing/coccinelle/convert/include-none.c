// SPDX-License-Identifier: GPL-2.0
/* Everything is in an #if, so there is no place for the header. */
#ifdef __KERNEL__
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
#endif
