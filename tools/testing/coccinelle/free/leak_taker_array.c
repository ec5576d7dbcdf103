// SPDX-License-Identifier: GPL-2.0-only
/* A function of the file takes all pages or none. */
static int pearl_pin(unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);

	if (got == nr)
		return 0;
	if (got > 0)
		put_user_pages(pages, got);
	return got < 0 ? got : -EFAULT;
}

static int pearl_bad(struct pearl *p, unsigned long start)
{
	struct page *pages[4];
	int err = pearl_pin(start, 4, pages);

	if (err)
		return err;
	err = pearl_kick(p);
	if (err)
		return err;
	put_user_pages(pages, 4);
	return 0;
}

static int pearl_good(struct pearl *p, unsigned long start)
{
	struct page *pages[4];
	int err = pearl_pin(start, 4, pages);

	if (err)
		return err;
	err = pearl_kick(p);
	put_user_pages(pages, 4);
	return err;
}
