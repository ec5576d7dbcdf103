// SPDX-License-Identifier: GPL-2.0-only
static int vid_map(struct vid *vid, unsigned long addr, int nr)
{
	int got;

	if (vid->dma)
		got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, vid->pages);
	else
		got = get_user_pages_fast(addr, nr, FOLL_WRITE, vid->pages);
	vid->nr = got;
	return got < 0 ? got : 0;
}

static void vid_unmap(struct vid *vid)
{
	unpin_user_pages(vid->pages, vid->nr);
}
