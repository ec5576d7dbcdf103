// SPDX-License-Identifier: GPL-2.0-only
/* A tree that could not take the page has not kept it. */
static int topaz_bad(struct topaz *t, unsigned long start, unsigned long at)
{
	struct page *page;
	int ret = pin_user_pages_fast(start, 1, FOLL_WRITE | FOLL_LONGTERM, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = xa_insert(&t->pages, at, page, GFP_KERNEL);
	if (ret)
		return ret;
	t->nr++;
	return 0;
}

static int topaz_good(struct topaz *t, unsigned long start, unsigned long at)
{
	struct page *page;
	int ret = pin_user_pages_fast(start, 1, FOLL_WRITE | FOLL_LONGTERM, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = xa_insert(&t->pages, at, page, GFP_KERNEL);
	if (ret) {
		put_user_page(page);
		return ret;
	}
	t->nr++;
	return 0;
}

static int topaz_err(struct topaz *t, unsigned long start, unsigned long at)
{
	struct page *page;
	int ret = pin_user_pages_fast(start, 1, FOLL_WRITE | FOLL_LONGTERM, &page);

	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = xa_err(xa_store(&t->pages, at, page, GFP_KERNEL));
	if (ret)
		put_user_page(page);
	return ret;
}
