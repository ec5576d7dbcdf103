// SPDX-License-Identifier: GPL-2.0
/* One that is said to look only, and one of which nothing is known. */
#include <linux/mm.h>
#include "engine.h"

int user_io(struct engine *e, unsigned long addr)
{
	struct page *page;
	int ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = engine_submit(e, page, true);
	if (!ret)
		ret = engine_keep(e, page);
	set_page_dirty_lock(page);
	put_page(page);
	return ret;
}
