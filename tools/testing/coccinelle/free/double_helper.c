// SPDX-License-Identifier: GPL-2.0-only
static void boat_sink(struct boat *b)
{
	unpin_user_pages_dirty_lock(b->plank, b->planks, b->wet);
}

static int boat_row(struct boat *b, unsigned long at, int nr)
{
	int err;

	b->planks = pin_user_pages_fast(at, nr, FOLL_WRITE, b->plank);
	if (b->planks < 0)
		return b->planks;
	err = boat_launch(b);
	if (err) {
		dev_warn(b->dev, "aground\n");
		boat_sink(b);
		goto out;
	}
	wait_for_completion(&b->ashore);
	boat_sink(b);
	return 0;
out:
	boat_sink(b);
	return err;
}
