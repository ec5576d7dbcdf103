// SPDX-License-Identifier: GPL-2.0
/* A function of the file is read, whatever is said of its name. */
#include <linux/mm.h>

struct engine {
	struct page *last;
};

static int engine_submit(struct engine *e, struct page *page)
{
	if (e->last)
		put_page(e->last);
	e->last = page;
	return engine_start(e);
}

int user_io(struct engine *e, unsigned long addr, struct page *spare)
{
	struct page *page;
	int ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	e->last = alloc_page(GFP_KERNEL);
	return engine_submit(e, page);
}
