// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got, ret;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr) {
		ret = -EFAULT;
		goto out;
	}
	ret = dev_run(dev, pages, nr);
out:
	if (got > 0)
		put_user_pages(pages, got);
	return ret;
}
