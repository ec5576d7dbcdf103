// SPDX-License-Identifier: GPL-2.0-only
static void done(struct dev *dev, struct page **pages, int nr)
{
	put_user_pages(pages, nr / 2);
	put_user_pages(pages + nr / 2, nr - nr / 2);
}
