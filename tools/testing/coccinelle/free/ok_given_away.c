// SPDX-License-Identifier: GPL-2.0-only
static int mill_grind(struct mill *m, unsigned long at, int sacks)
{
	struct page *grain[16];
	int got, err;

	got = pin_user_pages_fast(at, min(sacks, 16), FOLL_WRITE, grain);
	if (got <= 0)
		return got ? got : -EFAULT;
	if (m->jammed) {
		unpin_user_pages(grain, got);
		return -EBUSY;
	}
	err = mill_push(m, grain, got);
	if (err)
		return err;
	return got;
}
