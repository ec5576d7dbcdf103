// SPDX-License-Identifier: GPL-2.0
/* The raw result goes to a helper that loops: not folded there. */
#include <linux/mm.h>

static void put_all(struct page **list, int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(list[i]);
}

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, 0, list);
	if (got != nr) {
		put_all(list, got);
		return -EFAULT;
	}
	i = 0;
	return i;
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
