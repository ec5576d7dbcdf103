// SPDX-License-Identifier: GPL-2.0
/* The same, with the macro in a header of the driver. */
#include <linux/mm.h>
#include "gup-macro.h"

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}
