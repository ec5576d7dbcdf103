// SPDX-License-Identifier: GPL-2.0-only
/* A helper that dirties some of what it gives back, and a cast. */
static void pearl_put(struct page **pages, unsigned int n, bool dirty)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (dirty)
			set_page_dirty_lock(pages[i]);
		put_user_page(pages[i]);
	}
}

static int pearl_bad(unsigned long addr, unsigned int n, struct page **pages)
{
	int got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	if ((unsigned int)got < n) {
		pearl_put(pages, n, false);
		return -EFAULT;
	}
	return 0;
}

static int pearl_good(unsigned long addr, unsigned int n, struct page **pages)
{
	int got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	if ((unsigned int)got < n) {
		pearl_put(pages, got, false);
		return -EFAULT;
	}
	return 0;
}
