// SPDX-License-Identifier: GPL-2.0
/* Released page by page of a scatterlist. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

struct dma {
	struct sg_table sgt;
	struct page **pages;
	int nr;
};

static int dma_get(struct dma *d, unsigned long addr)
{
	struct page **list = kcalloc(d->nr, sizeof(*list), GFP_KERNEL);
	struct scatterlist *sg;
	int i, got;

	if (!list || sg_alloc_table(&d->sgt, d->nr, GFP_KERNEL))
		return -ENOMEM;
	got = get_user_pages_fast(addr, d->nr, FOLL_WRITE | FOLL_LONGTERM, list);
	if (got != d->nr)
		pr_err("short\n");
	for_each_sg(d->sgt.sgl, sg, got, i)
		sg_set_page(sg, list[i], PAGE_SIZE, 0);
	kfree(list);
	return 0;
}

void dma_put(struct dma *d, bool dirty)
{
	struct sg_page_iter iter;
	struct page *page;

	for_each_sg_page(d->sgt.sgl, &iter, d->sgt.nents, 0) {
		page = sg_page_iter_page(&iter);
		if (dirty)
			set_page_dirty_lock(page);
		put_page(page);
	}
	sg_free_table(&d->sgt);
}
