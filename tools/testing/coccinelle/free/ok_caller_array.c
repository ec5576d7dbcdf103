// SPDX-License-Identifier: GPL-2.0-only
static int take(unsigned long addr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	return got;
}

static int use(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got = take(addr, nr, pages);

	if (got <= 0)
		return -EFAULT;
	dev_run(dev, pages, got);
	put_user_pages(pages, got);
	return 0;
}
