// SPDX-License-Identifier: GPL-2.0-only
/* The page is the result of a function that pins it. */
static struct page *lapis_page(unsigned long start)
{
	struct page *page;

	if (pin_user_pages_fast(start, 1, 0, &page) != 1)
		return NULL;
	return page;
}

static int lapis_bad(unsigned long start)
{
	struct page *page = lapis_page(start);

	if (!page)
		return -EFAULT;
	lapis_look(page);
	put_page(page);
	return 0;
}

static int lapis_good(unsigned long start)
{
	struct page *page = lapis_page(start);

	if (!page)
		return -EFAULT;
	lapis_look(page);
	put_user_page(page);
	return 0;
}
