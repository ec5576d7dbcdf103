// SPDX-License-Identifier: GPL-2.0
/* A macro that is only another name of the release needs no option either. */
#include <linux/mm.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
#define drv_put page_cache_release
#else
#define drv_put put_page	/* the new name */
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
