// SPDX-License-Identifier: GPL-2.0
/* A mapping iterator goes from page to page of a table. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

struct transfer {
	struct sg_table table;
	struct page *pages[16];
};

static void transfer_drop(struct transfer *t)
{
	struct sg_mapping_iter at;

	sg_miter_start(&at, t->table.sgl, t->table.orig_nents, SG_MITER_FROM_SG);
	while (sg_miter_next(&at)) {
		struct page *page = at.page;

		flush_dcache_page(page);
		put_page(page);
	}
	sg_miter_stop(&at);
	sg_free_table(&t->table);
}

static void transfer_abort(struct transfer *t)
{
	struct sg_page_iter at;

	for_each_sg_page(t->table.sgl, &at, t->table.orig_nents, 0)
		put_page(sg_page(at.sg));
	sg_free_table(&t->table);
}

int transfer_begin(struct transfer *t, unsigned long addr, int n)
{
	struct scatterlist *sg;
	int i, got;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, t->pages);
	if (got <= 0)
		return -EFAULT;
	if (got < n || sg_alloc_table(&t->table, n, GFP_KERNEL)) {
		while (got--)
			put_page(t->pages[got]);
		return -EFAULT;
	}
	for_each_sg(t->table.sgl, sg, n, i)
		sg_set_page(sg, t->pages[i], PAGE_SIZE, 0);
	if (sg_dma_len(t->table.sgl) == 0) {
		transfer_abort(t);
		return -EIO;
	}
	return 0;
}

void transfer_end(struct transfer *t)
{
	transfer_drop(t);
}
