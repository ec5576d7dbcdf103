// SPDX-License-Identifier: GPL-2.0
/* Counted down, beginning with one that was not taken. */
#include <linux/mm.h>

int cnt_take(unsigned long addr, struct page **pg, int n)
{
	int got;

	got = pin_user_pages_fast(addr, n, FOLL_WRITE, pg);
	if (got == n)
		return 0;
	while (got >= 0)
		unpin_user_page(pg[got--]);
	return -EFAULT;
}
