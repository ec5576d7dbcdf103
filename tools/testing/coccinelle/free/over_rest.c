// SPDX-License-Identifier: GPL-2.0-only
static int reel_load(struct reel *r, unsigned long at, int room)
{
	int film = 0, got;

	while (film < room) {
		got = pin_user_pages_fast(at + film * PAGE_SIZE, room - film, FOLL_WRITE | FOLL_LONGTERM,
					  &r->frame[film]);
		if (got <= 0) {
			unpin_user_pages(r->frame, room);
			return got ? got : -EFAULT;
		}
		film += got;
	}
	return 0;
}
