// SPDX-License-Identifier: GPL-2.0-only
/* The array comes from a function that took the pages. */
static void old_release(struct page **pages, int nr, int dirty)
{
	int i;

	for (i = 0; i < nr; i++) {
		put_page(pages[i]);
		if (dirty && !PageReserved(pages[i]))
			SetPageDirty(pages[i]);
	}
}

static void old_release_good(struct page **pages, int nr, int dirty)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (dirty && !PageReserved(pages[i]))
			SetPageDirty(pages[i]);
		put_page(pages[i]);
	}
}

/* A reference of its own is not that of the caller. */
static void old_touch(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		get_page(pages[i]);
		touch(pages[i]);
		put_page(pages[i]);
		SetPageDirty(pages[i]);
	}
}

static int old_rw(struct old *o, unsigned long addr, int nr)
{
	int n, ret;

	n = get_user_pages_fast(addr, nr, FOLL_WRITE, o->pages);
	if (n < nr) {
		if (n > 0)
			old_release_good(o->pages, n, 0);
		return -EFAULT;
	}
	old_touch(o->pages, nr);
	ret = old_go(o, nr);
	old_release(o->pages, nr, ret == 0);
	return ret;
}
