// SPDX-License-Identifier: GPL-2.0-only
static void egret_drop(struct egret *e)
{
	struct page *page;
	int i;

	for (i = 0; i < e->sgt.orig_nents; i++) {
		struct scatterlist *sg = &e->sgt.sgl[i];

		page = sg_page(sg);
		set_page_dirty_lock(page);
		put_user_page(page);
	}
	sg_free_table(&e->sgt);
}

static void egret_drop_later(struct egret *e)
{
	struct scatterlist *sg;
	int i;

	for (i = 0; i < e->sgt.orig_nents; i++) {
		sg = &e->sgt.sgl[i];
		put_user_page(sg_page(sg));
	}
	sg_free_table(&e->sgt);
}

static void egret_drop_range(struct egret *e)
{
	struct scatterlist *sg;
	int i;

	for (i = 0; i < e->sgt.orig_nents; i++) {
		sg = &e->sgt.sgl[i];
		put_user_page_range_dirty_lock(sg_page(sg), PFN_UP(sg->offset + sg->length), true);
	}
	sg_free_table(&e->sgt);
}

static int egret_take(struct egret *e, struct page **pages, int nr)
{
	return sg_alloc_table_from_pages(&e->sgt, pages, nr, 0, (size_t)nr << PAGE_SHIFT,
					 GFP_KERNEL);
}
