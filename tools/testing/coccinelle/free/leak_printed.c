// SPDX-License-Identifier: GPL-2.0
/* Pages that are printed are not passed on. */
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
		UNIT_LOG(u, "%d of %d pages at %p\n", ret, count, pages);
		if (ret > 0)
			unpin_user_pages(pages, ret);
		kvfree(pages);
		return -EFAULT;
	}
	if (!unit_wants(u)) {
		UNIT_LOG(u, "%d pages at %p are not wanted\n", count, pages);
		return 0;
	}
	unit_run(u, pages, count);
	unpin_user_pages_dirty_lock(pages, count, true);
	kvfree(pages);
	return 0;
}
