// SPDX-License-Identifier: GPL-2.0-only
/* A helper of a helper. */
static void vole_drop(struct page *page, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(page);
	put_page(page);
}

static void vole_drop_all(struct page **pages, int nr, bool dirty)
{
	while (nr--)
		vole_drop(pages[nr], dirty);
}

static void vole_end(struct page *page, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(page);
	put_user_page(page);
}

static void vole_end_all(struct page **pages, int nr, bool dirty)
{
	while (nr--)
		vole_end(pages[nr], dirty);
}

static int vole_read(struct vole *v, unsigned long start, int nr, struct page **pages)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	err = vole_dig(v, pages, got);
	vole_drop_all(pages, got, !err);
	return err;
}

static int vole_read_well(struct vole *v, unsigned long start, int nr, struct page **pages)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	err = vole_dig(v, pages, got);
	vole_end_all(pages, got, !err);
	return err;
}
