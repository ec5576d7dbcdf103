// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got, i, ret = -EFAULT;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < nr)
		goto out;
	ret = dev_run(dev, pages, nr);
out:
	for (i = 0; i < got; i++)
		put_user_page(pages[i]);
	return ret;
}
