// SPDX-License-Identifier: GPL-2.0-only
static int cam_read(struct cam *cam, unsigned long addr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (got < 0)
		return got;
	cam_transfer(cam, pages, got);
	put_user_pages_dirty_lock(pages, got, true);
	return 0;
}
