// SPDX-License-Identifier: GPL-2.0-only
/* All pages of a segment are given back, the first one is marked dirty. */
static void pier_segment(struct page *plank, unsigned int n, bool wet)
{
	unsigned int i;

	if (wet)
		set_page_dirty_lock(plank);
	for (i = 0; i < n; i++)
		unpin_user_page(plank + i);
}

static void pier_segment_good(struct page *plank, unsigned int n, bool wet)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (wet)
			set_page_dirty_lock(plank + i);
		unpin_user_page(plank + i);
	}
}

static void pier_down(struct sg_table *sgt, bool wet)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgt->sgl, sg, sgt->orig_nents, i)
		pier_segment(sg_page(sg), PAGE_ALIGN(sg->offset + sg->length) >> PAGE_SHIFT, wet);
}
