// SPDX-License-Identifier: GPL-2.0
/* get_user_pages_unlocked() of old. */
#include <linux/mm.h>

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

	got = get_user_pages_unlocked(current, current->mm, addr, nr, 1, 0, list);
	if (got == nr)
		return 0;
	if (got > 0)
		release_pages(list, got);
	i = -EFAULT;
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
