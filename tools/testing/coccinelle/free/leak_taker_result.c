// SPDX-License-Identifier: GPL-2.0-only
/* The page is the result of a function of the file. */
static struct page *onyx_page(unsigned long start)
{
	struct page *page;
	int got;

	got = pin_user_pages_fast(start, 1, FOLL_WRITE, &page);
	if (got != 1)
		return ERR_PTR(got < 0 ? got : -EFAULT);
	return page;
}

static int onyx_poke_bad(struct onyx *o, unsigned long start)
{
	struct page *page = onyx_page(start);

	if (IS_ERR(page))
		return PTR_ERR(page);
	if (o->dead)
		return -ENODEV;
	onyx_copy(o, page_address(page));
	put_user_page(page);
	return 0;
}

static int onyx_poke_good(struct onyx *o, unsigned long start)
{
	struct page *page = onyx_page(start);

	if (IS_ERR(page))
		return PTR_ERR(page);
	if (!o->dead)
		onyx_copy(o, page_address(page));
	put_user_page(page);
	return 0;
}
