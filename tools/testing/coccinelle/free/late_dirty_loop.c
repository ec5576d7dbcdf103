// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		put_user_page(pages[i]);
		set_page_dirty_lock(pages[i]);
	}
}
