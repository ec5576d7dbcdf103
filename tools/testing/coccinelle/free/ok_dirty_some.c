// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		struct page *page = pages[i];

		if (!dev->wrote) {
			put_user_page(page);
			continue;
		}
		set_page_dirty_lock(page);
		put_user_page(page);
	}
}
