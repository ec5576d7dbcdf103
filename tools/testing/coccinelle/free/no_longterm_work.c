// SPDX-License-Identifier: GPL-2.0-only
/* Given back by work, but when that is due is up to user space. */
static void balloon_cut(struct balloon *b)
{
	unpin_user_pages_dirty_lock(b->strings, b->nr, true);
	kfree(b);
}

static void balloon_land(struct work_struct *w)
{
	balloon_cut(container_of(w, struct balloon, work));
}

static long balloon_ioctl_land(struct balloon *b)
{
	schedule_work(&b->work);
	return 0;
}

static int balloon_fly(struct balloon *b, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, b->strings);

	if (got != nr) {
		if (got > 0)
			unpin_user_pages(b->strings, got);
		return got < 0 ? got : -EFAULT;
	}
	b->nr = nr;
	INIT_WORK(&b->work, balloon_land);
	return 0;
}
