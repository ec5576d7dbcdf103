// SPDX-License-Identifier: GPL-2.0-only
/* Nobody but this function knows how few there are. */
static int siskin_map(struct siskin *s, unsigned long at, long nr, struct page **list)
{
	long n, got;
	int err = 0;

	while (nr > 0) {
		n = min(nr, 64L);
		got = pin_user_pages_fast(at, n, FOLL_WRITE | FOLL_LONGTERM, list);
		if (got != n) {
			err = got < 0 ? got : -ENOMEM;
			break;
		}
		err = siskin_map_some(s, at, list, got);
		if (err) {
			put_user_pages(list, got);
			break;
		}
		at += got << PAGE_SHIFT;
		nr -= got;
	}
	if (err)
		siskin_unmap_all(s);
	return err;
}

static int siskin_map_well(struct siskin *s, unsigned long at, long nr, struct page **list)
{
	long n, got;
	int err = 0;

	while (nr > 0) {
		n = min(nr, 64L);
		got = pin_user_pages_fast(at, n, FOLL_WRITE | FOLL_LONGTERM, list);
		if (got != n) {
			err = got < 0 ? got : -ENOMEM;
			if (got > 0)
				put_user_pages(list, got);
			break;
		}
		err = siskin_map_some(s, at, list, got);
		if (err) {
			put_user_pages(list, got);
			break;
		}
		at += got << PAGE_SHIFT;
		nr -= got;
	}
	if (err)
		siskin_unmap_all(s);
	return err;
}
