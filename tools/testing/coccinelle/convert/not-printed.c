// SPDX-License-Identifier: GPL-2.0
/* A format string prints what follows it: not what stands before it, nor more than it has room for. */
#include <linux/mm.h>
#include "log.h"

int start(unsigned long addr, struct unit *u)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	start_worker(u, page, "unit-%d", u->nr);
	put_page(page);
	return 0;
}

int tag(unsigned long addr, struct unit *u)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	keep_named(u, "100%%", page);
	put_page(page);
	return 0;
}
