// SPDX-License-Identifier: GPL-2.0-only
/* The walk is in the caller. */
static void heron_put(struct scatterlist *sg)
{
	put_user_page(sg_page(sg));
}

static void heron_put_all(struct scatterlist *sg)
{
	unsigned int i;

	for (i = 0; i < PFN_UP(sg->offset + sg->length); i++)
		put_user_page(sg_page(sg) + i);
}

static void heron_unmap(struct heron *h)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&h->sgt, sg, i)
		heron_put(sg);
	sg_free_table(&h->sgt);
}

static void heron_unmap_all(struct heron *h)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&h->sgt, sg, i)
		heron_put_all(sg);
	sg_free_table(&h->sgt);
}

static int heron_map(struct heron *h, struct page **pages, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages), err;

	if (got < nr) {
		err = got < 0 ? got : -EFAULT;
		goto put;
	}
	err = sg_alloc_table_from_pages(&h->sgt, pages, nr, 0, (size_t)nr << PAGE_SHIFT,
					GFP_KERNEL);
	if (!err)
		return 0;
put:
	if (got > 0)
		put_user_pages(pages, got);
	return err;
}
