// SPDX-License-Identifier: GPL-2.0
/* The acquire is in a macro. */
#include <linux/mm.h>

#define GRAB(addr, p) get_user_pages_fast(addr, 1, FOLL_WRITE, p)

int peek(unsigned long addr)
{
	struct page *page;

	if (GRAB(addr, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
