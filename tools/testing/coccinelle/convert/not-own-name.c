// SPDX-License-Identifier: GPL-2.0
/* A function of the driver that only sounds like it. */
#include <linux/mm.h>

static int my_get_user_pages(unsigned long addr, struct page **p)
{
	*p = alloc_page(GFP_KERNEL);
	return *p ? 1 : -ENOMEM;
}

int peek(unsigned long addr)
{
	struct page *page;

	if (my_get_user_pages(addr, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}
