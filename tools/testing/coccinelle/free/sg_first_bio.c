// SPDX-License-Identifier: GPL-2.0-only
/* bio_add_page() makes one entry of pages that lie side by side. */
static void jetty_done(struct bio *bio)
{
	unsigned short i;

	for (i = 0; i < bio->bi_vcnt; i++)
		put_user_page(bio->bi_io_vec[i].bv_page);
	bio_put(bio);
}

static void jetty_done_good(struct bio *bio)
{
	struct bvec_iter_all iter;
	struct bio_vec *bv;

	bio_for_each_segment_all(bv, bio, iter)
		put_user_page(bv->bv_page);
	bio_put(bio);
}

int jetty_fill(struct bio *bio, struct page **pages, unsigned long start, int n)
{
	int i, got = pin_user_pages_fast(start, n, 0, pages);

	for (i = 0; i < got; i++)
		if (bio_add_page(bio, pages[i], PAGE_SIZE, 0) != PAGE_SIZE)
			break;
	if (got > i)
		put_user_pages(pages + i, got - i);
	return i;
}
