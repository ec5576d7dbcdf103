// SPDX-License-Identifier: GPL-2.0
/* The pages go to callers in other files. */
#include <linux/mm.h>

int grab(unsigned long addr, int nr, struct page **list)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (got == nr)
		return 0;
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return -EFAULT;
}
