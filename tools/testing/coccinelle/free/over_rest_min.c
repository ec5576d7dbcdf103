// SPDX-License-Identifier: GPL-2.0-only
/* Taken in rounds of a limited size. */
static int reel_load(struct reel *r, unsigned long at, size_t room)
{
	unsigned int film = 0;
	int got;

	do {
		got = pin_user_pages_fast(at + film * PAGE_SIZE, min_t(size_t, room - film, 512),
					  FOLL_WRITE | FOLL_LONGTERM, r->frame + film);
		if (got <= 0)
			goto err;
		film += got;
	} while (film < room);
	return 0;
err:
	unpin_user_pages(r->frame, room);
	return got ? got : -EFAULT;
}

static int reel_load_good(struct reel *r, unsigned long at, size_t room)
{
	unsigned int film = 0;
	int got;

	do {
		got = pin_user_pages_fast(at + film * PAGE_SIZE, min_t(size_t, room - film, 512),
					  FOLL_WRITE | FOLL_LONGTERM, r->frame + film);
		if (got <= 0)
			goto err;
		film += got;
	} while (film < room);
	return 0;
err:
	unpin_user_pages(r->frame, film);
	return got ? got : -EFAULT;
}
