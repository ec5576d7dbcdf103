// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got, err = 0;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr) {
		err = -EFAULT;
		goto out;
	}
	dev_run(dev, pages, nr);
out:
	unpin_user_pages(pages, nr);
	return err;
}
