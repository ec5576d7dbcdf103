// SPDX-License-Identifier: GPL-2.0-only
static void loom_cut(struct loom *l)
{
	struct page *thread;
	int i;

	for (i = 0; i < l->nr; i++) {
		thread = sg_page(&l->sgl[i]);
		set_page_dirty_lock(thread);
		unpin_user_page(thread);
	}
}

static void loom_weave(struct loom *l, struct page **threads, int nr)
{
	int i;

	sg_init_table(l->sgl, nr);
	for (i = 0; i < nr; i++)
		sg_set_page(&l->sgl[i], threads[i], PAGE_SIZE, 0);
}
