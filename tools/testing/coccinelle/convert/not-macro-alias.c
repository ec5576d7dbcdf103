// SPDX-License-Identifier: GPL-2.0
/* Another name for what is not the same in every version. */
#include <linux/mm.h>

#ifdef HAVE_PINS
#define drv_put unpin_user_page
#else
#define drv_put put_page
#endif

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	drv_put(page);
	return 0;
}
