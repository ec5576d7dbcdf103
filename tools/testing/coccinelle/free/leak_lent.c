// SPDX-License-Identifier: GPL-2.0-only
static int mill_grind(struct mill *m, unsigned long at, int sacks)
{
	struct page *grain[16];
	int got, err;

	while (sacks > 0) {
		got = pin_user_pages_fast(at, min(sacks, 16), FOLL_WRITE, grain);
		if (got <= 0)
			return got ? got : -EFAULT;
		err = mill_push(m, grain, got);
		if (err)
			return err;
		unpin_user_pages_dirty_lock(grain, got, true);
		sacks -= got;
		at += got << PAGE_SHIFT;
	}
	return 0;
}
