// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, struct page **pages, int nr)
{
	int err = dev_start(dev, pages, nr);

	if (err) {
		put_user_pages(pages, nr);
		goto out;
	}
	dev_wait(dev);
out:
	put_user_pages(pages, nr);
	return err;
}
