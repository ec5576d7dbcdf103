// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int i, got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return -EFAULT;
	dev_run(dev, pages, nr);
	for (i = 0; i < nr; i++)
		put_user_page(pages[i]);
	return 0;
}
