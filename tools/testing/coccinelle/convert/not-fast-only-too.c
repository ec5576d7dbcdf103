// SPDX-License-Identifier: GPL-2.0
/* A better page replaces the first one, from a call that takes references. */
#include <linux/mm.h>

static int poke(unsigned long addr)
{
	struct page *page, *better;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (__get_user_pages_fast(addr, 1, 1, &better) == 1) {
		put_page(page);
		page = better;
	}
	zero_user(page, 0, 8);
	put_page(page);
	return 0;
}
