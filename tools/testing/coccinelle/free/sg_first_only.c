// SPDX-License-Identifier: GPL-2.0-only
static int s2(struct b *b, struct page **pages, int n)
{
	return sg_alloc_table_from_pages(&b->sgt, pages, n, 0, n << PAGE_SHIFT, GFP_KERNEL);
}
static void s2_rel(struct b *b)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&b->sgt, sg, i) {
		struct page *page = sg_page(sg);

		if (b->w)
			set_page_dirty_lock(page);
		put_user_page(page);
	}
}
