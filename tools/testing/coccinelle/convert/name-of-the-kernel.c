// SPDX-License-Identifier: GPL-2.0
/* The driver's own helper has a name that the kernel took later. */
#include <linux/mm.h>

static int pin_user_pages(unsigned long addr, int n, int to_user, struct page **pages)
{
	int got = get_user_pages_fast(addr, n, to_user ? FOLL_WRITE : 0, pages);

	if (got <= 0)
		return -EFAULT;
	return got;
}

int send(unsigned long addr)
{
	struct page *pages[4];
	int i, got = pin_user_pages(addr, 4, 0, pages);

	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}
