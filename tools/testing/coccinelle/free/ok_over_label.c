// SPDX-License-Identifier: GPL-2.0-only
/* Two functions with one name for a label; the second has all pages there. */
static int some(struct dev *dev, struct page **pages, unsigned long addr, int nr)
{
	int n, ret;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr) {
		ret = n < 0 ? n : -EFAULT;
		if (n > 0)
			unpin_user_pages(pages, n);
		goto out;
	}
	ret = dev_run(dev, pages, nr);
	unpin_user_pages(pages, nr);
out:
	dev_stop(dev);
	return ret;
}

static int all(struct dev *dev, struct page **pages, unsigned long addr, int nr)
{
	int n, ret;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr) {
		if (n > 0)
			unpin_user_pages(pages, n);
		return n < 0 ? n : -EFAULT;
	}
	ret = dev_start(dev);
	if (ret)
		goto out;
	ret = dev_run(dev, pages, nr);
out:
	unpin_user_pages(pages, nr);
	return ret;
}
