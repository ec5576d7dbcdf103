// SPDX-License-Identifier: GPL-2.0
/* One of two functions can be read. */
#include <linux/mm.h>

int fetch(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	put_user_page(page);
	return 0;
}

OUR_API(int) peek(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	put_page(page);
	return 0;
}

/* A declaration is no call. */
long pin_user_pages_unlocked(unsigned long start, unsigned long nr,
			     struct page **pages, unsigned int flags);
