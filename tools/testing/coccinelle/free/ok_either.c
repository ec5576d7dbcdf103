// SPDX-License-Identifier: GPL-2.0-only
static int vid_map(struct vid *vid, unsigned long addr, int nr)
{
	if (vid->pinned)
		vid->nr = pin_user_pages_fast(addr, nr, FOLL_LONGTERM, vid->pages);
	else
		vid->nr = get_user_pages_fast(addr, nr, 0, vid->pages);
	return vid->nr < 0 ? vid->nr : 0;
}

static void vid_unmap(struct vid *vid)
{
	int i;

	if (vid->pinned) {
		unpin_user_pages(vid->pages, vid->nr);
		return;
	}
	for (i = 0; i < vid->nr; i++)
		put_page(vid->pages[i]);
}
