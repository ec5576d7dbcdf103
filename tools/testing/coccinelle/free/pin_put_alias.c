// SPDX-License-Identifier: GPL-2.0-only
static void cam_drop(struct page **pages, int got)
{
	while (got--) {
		struct page *page = pages[got];

		if (!PageReserved(page))
			SetPageDirty(page);
		put_page(page);
	}
}

static int cam_read(struct cam *cam, unsigned long addr, int nr, struct page **pages)
{
	int got = 0;

	got = pin_user_pages(addr, nr, FOLL_WRITE, pages);
	if (got < 0)
		return got;
	cam_transfer(cam, pages, got);
	cam_drop(pages, got);
	return 0;
}
