// SPDX-License-Identifier: GPL-2.0-only
static void s7(struct sg_table *sgt)
{
	struct scatterlist *sg;
	struct page *p;
	int i;

	for_each_sgtable_sg(sgt, sg, i) {
		p = sg_page(sg);
		unpin_user_pages_dirty_lock(&p, 1, true);
	}
}
