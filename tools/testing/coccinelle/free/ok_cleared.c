// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	if (dev->failed) {
		put_user_pages(pages, nr);
		nr = 0;
	}
	dev_idle(dev);
	if (nr)
		put_user_pages(pages, nr);
}
