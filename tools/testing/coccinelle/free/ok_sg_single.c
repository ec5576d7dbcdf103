// SPDX-License-Identifier: GPL-2.0-only
static int small_pin(struct small *s, unsigned long addr, int nr, struct page **pages)
{
	int i, got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);

	if (got != nr)
		return small_short(s, pages, got);
	for (i = 0; i < nr; i++)
		sg_set_page(&s->sgl[i], pages[i], PAGE_SIZE, 0);
	return 0;
}

static void small_unpin(struct small *s, int nr)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(s->sgl, sg, nr, i)
		unpin_user_page(sg_page(sg));
}
