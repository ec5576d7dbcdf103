// SPDX-License-Identifier: GPL-2.0-only
/* The table that is appended to has the table in it. */
static void shrew_drop(struct shrew *s)
{
	struct scatterlist *sg;
	unsigned int i, k;

	for_each_sgtable_sg(&s->table.sgt, sg, i) {
		struct page *page = sg_page(sg);

		for (k = 0; k < PFN_UP(sg->length); k++)
			put_page(nth_page(page, k));
	}
	sg_free_append_table(&s->table);
}

static int shrew_take(struct shrew *s, unsigned long start, int nr, struct page **list)
{
	int got, err;

	while (nr) {
		got = pin_user_pages_fast(start, min(nr, 64), FOLL_LONGTERM, list);
		if (got <= 0) {
			err = got ? got : -EFAULT;
			goto drop;
		}
		nr -= got;
		start += got << PAGE_SHIFT;
		err = sg_alloc_append_table_from_pages(&s->table, list, got, 0, got << PAGE_SHIFT,
						       UINT_MAX, nr, GFP_KERNEL);
		if (err) {
			put_user_pages(list, got);
			goto drop;
		}
	}
	return 0;
drop:
	shrew_drop(s);
	return err;
}
