// SPDX-License-Identifier: GPL-2.0
/* Counting down from a raw result would not end: not folded either. */
#include <linux/mm.h>

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, 0, list);
	if (got == nr)
		return 0;
	for (i = got - 1; i >= 0; i--)
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
