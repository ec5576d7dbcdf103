// SPDX-License-Identifier: GPL-2.0-only
/* One page comes from a function by a pointer, and one from somewhere else. */

static int tally_pin(unsigned long addr, struct page **out)
{
	struct page *page;
	int n;

	n = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	*out = page;
	return 0;
}

static int tally_own(struct page **out)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	*out = page;
	return 0;
}

int tally_user(struct tally *t, unsigned long addr)
{
	struct page *page;
	int err = tally_pin(addr, &page);

	if (err)
		return err;
	memcpy_to_page(page, 0, t->buf, t->len);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

int tally_kernel(struct tally *t)
{
	struct page *page;
	int err = tally_own(&page);

	if (err)
		return err;
	memcpy_to_page(page, 0, t->buf, t->len);
	put_page(page);
	return 0;
}
