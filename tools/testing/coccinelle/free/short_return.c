// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr)
		return -EFAULT;
	dev_run(dev, pages, nr);
	put_user_pages(pages, nr);
	return 0;
}
