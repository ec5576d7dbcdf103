// SPDX-License-Identifier: GPL-2.0
/* Whether the pages are cold is not known before it runs. */
#include <linux/mm.h>

static void give_back(struct page **pages, int nr, bool cold)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 15, 0)
	release_pages(pages, nr, cold);
#else
	release_pages(pages, nr);
#endif
}

int peek(unsigned long addr, int again)
{
	struct page *p[4];
	int n = get_user_pages_fast(addr, 4, FOLL_WRITE, p);

	if (n <= 0)
		return -EFAULT;
	give_back(p, n, false);
	n = get_user_pages_fast(addr, 4, FOLL_WRITE, p);
	if (n > 0)
		release_pages(p, n, again == 0);
	return 0;
}
