// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	unsigned int got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0)
		return got;
	dev_run(dev, pages, got);
	put_user_pages(pages, got);
	return 0;
}
