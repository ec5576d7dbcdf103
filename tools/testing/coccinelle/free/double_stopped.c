// SPDX-License-Identifier: GPL-2.0-only
/* Given back when the device stops, and again when the file is closed. */
static void reel_drop(struct reel *r)
{
	if (!r->film)
		return;
	unpin_user_pages_dirty_lock(r->film, r->nr, true);
}

static int reel_stop(struct reel *r)
{
	reel_halt(r);
	reel_drop(r);
	return 0;
}

static int reel_stop_good(struct reel *r)
{
	reel_halt(r);
	reel_drop(r);
	r->film = NULL;
	return 0;
}

static int reel_release(struct inode *inode, struct file *file)
{
	struct reel *r = file->private_data;

	reel_drop(r);
	kvfree(r->film);
	kfree(r);
	return 0;
}
