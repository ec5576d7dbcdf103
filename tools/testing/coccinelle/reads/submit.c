// SPDX-License-Identifier: GPL-2.0
/* The table goes to a function of another file that is said to look only. */
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include "engine.h"

struct xfer {
	struct page **pages;
	unsigned int nr;
	struct sg_table sgt;
};

static void xfer_done(struct xfer *x, bool dirty)
{
	unsigned int i;

	sg_free_table(&x->sgt);
	for (i = 0; i < x->nr; i++) {
		if (dirty)
			set_page_dirty_lock(x->pages[i]);
		put_page(x->pages[i]);
	}
	kfree(x->pages);
}

ssize_t xfer_run(struct engine *e, unsigned long addr, unsigned int nr, bool read)
{
	struct xfer x = { .nr = nr };
	ssize_t ret;

	x.pages = kcalloc(nr, sizeof(*x.pages), GFP_KERNEL);
	if (!x.pages)
		return -ENOMEM;
	ret = get_user_pages_fast(addr, nr, read ? FOLL_WRITE : 0, x.pages);
	x.nr = ret > 0 ? ret : 0;
	ret = x.nr == nr ? 0 : -EFAULT;
	if (!ret)
		ret = sg_alloc_table_from_pages(&x.sgt, x.pages, nr, 0,
						(size_t)nr << PAGE_SHIFT, GFP_KERNEL);
	if (!ret)
		ret = engine_submit(e, &x.sgt, read);
	xfer_done(&x, read && ret > 0);
	return ret;
}
