// SPDX-License-Identifier: GPL-2.0-only
/* A page in each. */
static void stork_drop(struct stork *s)
{
	struct scatterlist *sg;
	int i;

	for (i = 0; i < s->nr; i++) {
		sg = &s->sgl[i];
		put_user_page(sg_page(sg));
	}
}

static int stork_take(struct stork *s, struct page **pages, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages), i;

	if (got <= 0)
		return got ? got : -EFAULT;
	for (i = 0; i < got; i++)
		sg_set_page(&s->sgl[i], pages[i], PAGE_SIZE, 0);
	s->nr = got;
	return 0;
}
