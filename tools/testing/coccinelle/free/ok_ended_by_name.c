// SPDX-License-Identifier: GPL-2.0-only
/* What gives the pages back is only called where something ends. */
static void rope_drop(struct rope *r)
{
	unpin_user_pages_dirty_lock(r->strands, r->nr, true);
}

static int rope_take(struct rope *r, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, r->strands);

	if (got != nr) {
		if (got > 0)
			unpin_user_pages(r->strands, got);
		return got < 0 ? got : -EFAULT;
	}
	r->nr = nr;
	return 0;
}

static void rope_complete(struct rope *r)
{
	rope_drop(r);
	kfree(r);
}
