// SPDX-License-Identifier: GPL-2.0-only
static void stoat_end(struct stoat *s, struct scatterlist *sg, unsigned long nr)
{
	struct page *page = sg_page(sg);
	unsigned long i;

	unpin_user_page_range_dirty_lock(page, nr, false);
	for (i = 0; i < nr; i++)
		set_page_dirty_lock(nth_page(page, i));
}

static void stoat_end_well(struct stoat *s, struct scatterlist *sg, unsigned long nr)
{
	struct page *page = sg_page(sg);
	unsigned long i;

	for (i = 0; i < nr; i++)
		set_page_dirty_lock(nth_page(page, i));
	unpin_user_page_range_dirty_lock(page, nr, false);
}
