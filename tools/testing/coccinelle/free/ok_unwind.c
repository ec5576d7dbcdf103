// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got, err;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0)
		return got;
	err = dev_start(dev, pages, got);
	if (err)
		goto out;
	err = dev_wait(dev);
out:
	put_user_pages(pages, got);
	return err;
}
