// SPDX-License-Identifier: GPL-2.0-only
/* All pages are given back, but only the first one of each segment was marked dirty. */
static int lamp_map(struct lamp *l, unsigned long at)
{
	int got = pin_user_pages_fast(at, l->nr, FOLL_WRITE | FOLL_LONGTERM, l->pages);

	if (got == l->nr)
		return sg_alloc_table_from_pages(&l->sgt, l->pages, l->nr, 0,
						 (size_t)l->nr << PAGE_SHIFT, GFP_KERNEL);
	if (got > 0)
		unpin_user_pages(l->pages, got);
	return got < 0 ? got : -EFAULT;
}

static void lamp_unmap(struct lamp *l)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(l->sgt.sgl, sg, l->sgt.orig_nents, i)
		set_page_dirty_lock(sg_page(sg));
	unpin_user_pages(l->pages, l->nr);
}

static void lamp_unmap_good(struct lamp *l)
{
	int i;

	for (i = 0; i < l->nr; i++)
		set_page_dirty_lock(l->pages[i]);
	unpin_user_pages(l->pages, l->nr);
}
