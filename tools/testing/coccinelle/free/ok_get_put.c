// SPDX-License-Identifier: GPL-2.0-only
static int cam_read(struct cam *cam, unsigned long addr, int nr, struct page **pages)
{
	int i, got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	cam_transfer(cam, pages, got);
	for (i = 0; i < got; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return 0;
}
