// SPDX-License-Identifier: GPL-2.0-only
/* All pages of a table are gone when a second loop marks them dirty. */
static void barge_unload(struct barge *b)
{
	struct sg_page_iter it;

	for_each_sgtable_page(&b->hold, &it, 0)
		unpin_user_page(sg_page_iter_page(&it));
	if (!b->wet)
		goto out;
	for_each_sgtable_page(&b->hold, &it, 0)
		set_page_dirty_lock(sg_page_iter_page(&it));
out:
	sg_free_table(&b->hold);
}

static void barge_unload_sg(struct sg_table *t, bool wet)
{
	struct sg_page_iter it;
	struct page *page;

	for_each_sg_page(t->sgl, &it, t->orig_nents, 0) {
		page = sg_page_iter_page(&it);
		put_user_page(page);
	}
	if (wet)
		for_each_sgtable_page(t, &it, 0)
			set_page_dirty_lock(sg_page_iter_page(&it));
}

static void barge_unload_good(struct barge *b)
{
	struct sg_page_iter it;

	if (b->wet)
		for_each_sgtable_page(&b->hold, &it, 0)
			set_page_dirty_lock(sg_page_iter_page(&it));
	for_each_sgtable_page(&b->hold, &it, 0)
		unpin_user_page(sg_page_iter_page(&it));
	sg_free_table(&b->hold);
}

/* Two tables */
static void barge_swap(struct barge *b, struct barge *other)
{
	struct sg_page_iter it;

	for_each_sgtable_page(&b->hold, &it, 0)
		unpin_user_page(sg_page_iter_page(&it));
	for_each_sgtable_page(&other->hold, &it, 0)
		set_page_dirty_lock(sg_page_iter_page(&it));
}

/* One table after the other, by the same name */
static void barge_all(struct barge *b, int nr)
{
	struct sg_page_iter it;
	int i;

	for (i = 0; i < nr; i++) {
		for_each_sgtable_page(&b->holds[i], &it, 0)
			set_page_dirty_lock(sg_page_iter_page(&it));
		for_each_sgtable_page(&b->holds[i], &it, 0)
			unpin_user_page(sg_page_iter_page(&it));
	}
}

/* Filled again in between, or only some given back */
static int barge_again(struct barge *b, bool half)
{
	struct sg_page_iter it;
	int err;

	for_each_sgtable_page(&b->hold, &it, 0)
		if (!half || is_odd(it.sg_pgoffset))
			unpin_user_page(sg_page_iter_page(&it));
	for_each_sgtable_page(&b->hold, &it, 0)
		set_page_dirty_lock(sg_page_iter_page(&it));
	for_each_sgtable_page(&b->hold, &it, 0)
		unpin_user_page(sg_page_iter_page(&it));
	err = barge_load(&b->hold);
	if (err)
		return err;
	for_each_sgtable_page(&b->hold, &it, 0)
		set_page_dirty_lock(sg_page_iter_page(&it));
	return 0;
}
