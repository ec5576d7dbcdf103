// SPDX-License-Identifier: GPL-2.0-only
/* Nobody but this function knows the array; what is aborted gives nothing back. */
struct kiln {
	wait_queue_head_t cold;
	struct page *bricks[KILN_PAGES];
	struct page *tiles[KILN_PAGES];
	int hot, nr_tiles;
};

static long kiln_fire(struct kiln *k, unsigned long at, int nr)
{
	int got;

	got = pin_user_pages_fast(at, nr, FOLL_WRITE, k->bricks);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(k->bricks, got);
		return got < 0 ? got : -EFAULT;
	}
	k->hot = 1;
	kiln_light(k, nr);
	if (wait_event_interruptible(k->cold, !READ_ONCE(k->hot))) {
		kiln_abort(k);
		return -ERESTARTSYS;
	}
	unpin_user_pages_dirty_lock(k->bricks, nr, true);
	return nr;
}

static long kiln_glaze(struct kiln *k, unsigned long at, int nr)
{
	int got;

	got = pin_user_pages_fast(at, nr, FOLL_WRITE, k->tiles);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(k->tiles, got);
		return got < 0 ? got : -EFAULT;
	}
	k->hot = 1;
	k->nr_tiles = nr;
	kiln_light(k, nr);
	if (wait_event_interruptible(k->cold, !READ_ONCE(k->hot))) {
		kiln_abort(k);
		return -ERESTARTSYS;
	}
	unpin_user_pages_dirty_lock(k->tiles, nr, true);
	k->nr_tiles = 0;
	return nr;
}

/* What was interrupted is given back here. */
static int kiln_release(struct inode *inode, struct file *file)
{
	struct kiln *k = file->private_data;

	if (k->nr_tiles)
		unpin_user_pages_dirty_lock(k->tiles, k->nr_tiles, true);
	kfree(k);
	return 0;
}
