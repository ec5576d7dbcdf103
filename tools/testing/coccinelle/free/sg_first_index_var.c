// SPDX-License-Identifier: GPL-2.0-only
static void loom_cut(struct loom *l)
{
	struct page *thread;
	int i;

	for (i = 0; i < l->cloth.orig_nents; i++) {
		thread = sg_page(&l->cloth.sgl[i]);
		set_page_dirty_lock(thread);
		unpin_user_page(thread);
	}
	sg_free_table(&l->cloth);
}

static int loom_weave(struct loom *l, struct page **threads, int nr)
{
	return sg_alloc_table_from_pages(&l->cloth, threads, nr, 0, (size_t)nr << PAGE_SHIFT,
					 GFP_KERNEL);
}
