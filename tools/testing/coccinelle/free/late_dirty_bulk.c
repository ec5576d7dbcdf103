// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	int i;

	unpin_user_pages(pages, nr);
	for (i = 0; i < nr; i++)
		SetPageDirty(pages[i]);
}
