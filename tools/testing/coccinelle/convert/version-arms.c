// SPDX-License-Identifier: GPL-2.0
/* Both arms of a version test are converted. */
#include <linux/mm.h>
#include <linux/version.h>

static int map(unsigned long addr, unsigned int nr, struct page **list)
{
	int i, got;

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
	got = get_user_pages(current, current->mm, addr, nr, 1, 0, list, NULL);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	got = get_user_pages(addr, nr, FOLL_WRITE, list, NULL);
#else
	got = get_user_pages(addr, nr, FOLL_WRITE, list);
#endif
	if (got == nr)
		return 0;
	for (i = 0; i < got; i++)
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
