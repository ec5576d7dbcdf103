// SPDX-License-Identifier: GPL-2.0
/* The raw result goes through another variable before the loop. */
#include <linux/mm.h>

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

	int n;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (got == nr)
		return 0;
	n = got;
	for (i = 0; i < n; i++)
		put_page(list[i]);
	return -EFAULT;
}

int do_map(unsigned long addr)
{
	struct page *list[8];
	int i, ret;

	ret = map(addr, 8, list);
	if (ret)
		return ret;
	for (i = 0; i < 8; i++)
		put_page(list[i]);
	return 0;
}
