// SPDX-License-Identifier: GPL-2.0-only
/* A walk with sg_miter goes by single pages of the table. */
static int opal_bad(struct opal *o, struct page **pages, int nr, unsigned long start)
{
	struct sg_mapping_iter miter;
	struct sg_table sgt;
	int got = pin_user_pages_fast(start, nr, 0, pages);

	if (got != nr)
		return opal_short(o, pages, got);
	if (sg_alloc_table_from_pages(&sgt, pages, nr, 0, nr * PAGE_SIZE, GFP_KERNEL)) {
		put_user_pages(pages, nr);
		return -ENOMEM;
	}
	sg_miter_start(&miter, sgt.sgl, sgt.orig_nents, SG_MITER_FROM_SG);
	while (sg_miter_next(&miter)) {
		opal_hash(o, miter.addr, miter.length);
		put_page(miter.page);
	}
	sg_miter_stop(&miter);
	sg_free_table(&sgt);
	return 0;
}

static int opal_good(struct opal *o, struct page **pages, int nr, unsigned long start)
{
	struct sg_mapping_iter miter;
	struct sg_table table;
	int got = pin_user_pages_fast(start, nr, 0, pages);

	if (got != nr)
		return opal_short(o, pages, got);
	if (sg_alloc_table_from_pages(&table, pages, nr, 0, nr * PAGE_SIZE, GFP_KERNEL)) {
		put_user_pages(pages, nr);
		return -ENOMEM;
	}
	sg_miter_start(&miter, table.sgl, table.orig_nents, SG_MITER_FROM_SG);
	while (sg_miter_next(&miter)) {
		struct page *page = miter.page;

		opal_hash(o, miter.addr, miter.length);
		put_user_page(page);
	}
	sg_miter_stop(&miter);
	sg_free_table(&table);
	return 0;
}
