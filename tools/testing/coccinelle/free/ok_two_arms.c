// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	if (dev->wrote)
		put_user_pages_dirty_lock(pages, nr, true);
	else
		put_user_pages(pages, nr);
}
