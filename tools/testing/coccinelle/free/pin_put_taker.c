// SPDX-License-Identifier: GPL-2.0-only
/* Pinned by a function of the file, through a pointer it is passed. */
static int topaz_pin(unsigned long start, struct page **pp)
{
	int got = pin_user_pages_fast(start, 1, FOLL_WRITE, pp);

	if (got == 1)
		return 0;
	return got < 0 ? got : -EFAULT;
}

static int topaz_bad(unsigned long start, u32 value)
{
	struct page *page;
	int err = topaz_pin(start, &page);

	if (err)
		return err;
	topaz_copy(page, value);
	put_page(page);
	return 0;
}

static int topaz_good(unsigned long start, u32 value)
{
	struct page *page;
	int err = topaz_pin(start, &page);

	if (err)
		return err;
	topaz_copy(page, value);
	put_user_page(page);
	return 0;
}
