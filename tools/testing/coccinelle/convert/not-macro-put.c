// SPDX-License-Identifier: GPL-2.0
/* In one of the arms the macro does more; one drops something else. */
#include <linux/mm.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
#define drv_put_page(page) page_cache_release(page)
#else
#define drv_put_page(page) do { count--; put_page(page); } while (0)
#endif

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	use(page_address(page));
	drv_put_page(page);
	return 0;
}
