// SPDX-License-Identifier: GPL-2.0-only
static int ib_pin(struct ib *ib, unsigned long addr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);

	if (got != nr)
		return ib_short(ib, pages, got);
	return sg_alloc_table_from_pages(&ib->sgt, pages, nr, 0, nr << PAGE_SHIFT, GFP_KERNEL);
}

static void ib_unpin(struct ib *ib)
{
	struct sg_page_iter it;

	for_each_sgtable_page(&ib->sgt, &it, 0)
		unpin_user_page(sg_page_iter_page(&it));
}
