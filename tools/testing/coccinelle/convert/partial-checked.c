// SPDX-License-Identifier: GPL-2.0
/* The count is compared with 0 first. */
#include <linux/mm.h>

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (got < 0)
		return got;
	if (got < nr) {
		for (i = 0; i < got; i++)
			put_page(list[i]);
		return -EFAULT;
	}
	return 0;
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
