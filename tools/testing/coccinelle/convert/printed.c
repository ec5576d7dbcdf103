// SPDX-License-Identifier: GPL-2.0
/* What a format string in front of it prints is kept by nobody. */
#include <linux/mm.h>
#include "log.h"

int transfer(unsigned long addr, struct unit *u)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	UNIT_TRACE(u, "page %p of " "unit %d\n", page, u->nr);
	run(u, page_to_phys(page));
	put_page(page);
	return 0;
}
