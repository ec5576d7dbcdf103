// SPDX-License-Identifier: GPL-2.0-only
/* Stored where nothing was, and given back by another loop. */

struct gart {
	struct mm_struct *mm;
	struct xarray slots;
};

static int gart_bind_page(struct gart *g, unsigned long idx, unsigned long uva)
{
	struct page *pg;
	void *old;
	int locked = 1;
	long n;

	mmap_read_lock(g->mm);
	n = pin_user_pages_remote(g->mm, uva, 1, FOLL_WRITE | FOLL_LONGTERM, &pg, &locked);
	if (locked)
		mmap_read_unlock(g->mm);
	if (n != 1)
		return n < 0 ? n : -EFAULT;

	old = xa_cmpxchg(&g->slots, idx, NULL, pg, GFP_KERNEL);
	if (old) {
		unpin_user_page(pg);
		return xa_is_err(old) ? xa_err(old) : -EBUSY;
	}
	return 0;
}

static void gart_unbind_page(struct gart *g, unsigned long idx)
{
	struct page *pg = xa_erase(&g->slots, idx);

	if (pg)
		unpin_user_pages_dirty_lock(&pg, 1, true);
}

static void gart_destroy(struct gart *g)
{
	unsigned long idx;
	struct page *pg;

	xa_for_each(&g->slots, idx, pg) {
		set_page_dirty_lock(pg);
		put_page(pg);
	}
	xa_destroy(&g->slots);
	mmdrop(g->mm);
}
