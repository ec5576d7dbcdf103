// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	unpin_user_pages(pages, nr);
	dev_idle(dev);
	put_user_pages(pages, nr);
}
