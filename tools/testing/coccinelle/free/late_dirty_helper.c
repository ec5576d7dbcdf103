// SPDX-License-Identifier: GPL-2.0-only
static void mink_put(struct page *page)
{
	put_user_page(page);
}

static void mink_mark(struct page *page)
{
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
}

static int mink_write(struct mink *m, unsigned long start)
{
	struct page *page;

	if (pin_user_pages_fast(start, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	mink_fill(m, page);
	mink_put(page);
	mink_mark(page);
	return 0;
}

static int mink_write_first(struct mink *m, unsigned long start)
{
	struct page *page;

	if (pin_user_pages_fast(start, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	mink_fill(m, page);
	mink_mark(page);
	mink_put(page);
	return 0;
}
