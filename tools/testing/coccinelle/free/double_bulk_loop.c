// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	int i;

	put_user_pages_dirty_lock(pages, nr, true);
	for (i = 0; i < nr; i++)
		unpin_user_page(pages[i]);
}
