// SPDX-License-Identifier: GPL-2.0
/* What stands before a format string is passed on. */
#include <linux/mm.h>
#include "log.h"

int transfer(struct unit *u, unsigned long addr, int count)
{
	struct page **pages;
	int ret;

	pages = kvmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(addr, count, FOLL_WRITE, pages);
	if (ret != count) {
		if (ret > 0)
			unpin_user_pages(pages, ret);
		kvfree(pages);
		return -EFAULT;
	}
	start_worker(u, pages, "unit-%d", u->nr);
	return 0;
}
