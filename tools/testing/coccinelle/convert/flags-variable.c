// SPDX-License-Identifier: GPL-2.0
/* The flags are in a variable. */
#include <linux/mm.h>

int peek(unsigned long addr, bool write)
{
	unsigned int flags = 0;
	struct page *page;

	if (write)
		flags |= FOLL_WRITE;
	if (get_user_pages_fast(addr, 1, flags, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
