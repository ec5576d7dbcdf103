// SPDX-License-Identifier: GPL-2.0
/* release_pages() with what may be -EFAULT. */
#include <linux/mm.h>

int peek(unsigned long addr, struct foo *f)
{
	struct page *list[4];
	int got;

	got = get_user_pages_fast(addr, 4, 0, list);
	release_pages(list, got);
	return 0;
}
