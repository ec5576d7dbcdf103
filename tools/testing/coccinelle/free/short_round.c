// SPDX-License-Identifier: GPL-2.0-only
/* Taken in rounds; the last one is short, and not among those that are counted. */
static int hay_bale(struct hay *h, unsigned long at, u32 stalks)
{
	u32 left = stalks, baled = 0;
	int got;

	while (left) {
		u32 fork = min_t(u32, left, HAY_FORK);

		got = pin_user_pages_fast(at + (baled << PAGE_SHIFT), fork,
					  FOLL_WRITE | FOLL_LONGTERM, h->stalks + baled);
		if (got != fork)
			goto rain;
		baled += got;
		left -= got;
	}
	h->nr = stalks;
	return 0;
rain:
	unpin_user_pages(h->stalks, baled);
	return got < 0 ? got : -EFAULT;
}

static int hay_bale_good(struct hay *h, unsigned long at, u32 stalks)
{
	u32 left = stalks, baled = 0;
	int got;

	while (left) {
		u32 fork = min_t(u32, left, HAY_FORK);

		got = pin_user_pages_fast(at + (baled << PAGE_SHIFT), fork,
					  FOLL_WRITE | FOLL_LONGTERM, h->stalks + baled);
		if (got > 0)
			baled += got;
		if (got != fork)
			goto rain;
		left -= got;
	}
	h->nr = stalks;
	return 0;
rain:
	unpin_user_pages(h->stalks, baled);
	return got < 0 ? got : -EFAULT;
}
