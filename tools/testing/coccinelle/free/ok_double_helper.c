// SPDX-License-Identifier: GPL-2.0-only
static void boat_sink(struct boat *b)
{
	if (!b->planks)
		return;
	unpin_user_pages_dirty_lock(b->plank, b->planks, b->wet);
	b->planks = 0;
}

static int boat_row(struct boat *b, unsigned long at, int nr)
{
	int err = pin_user_pages_fast(at, nr, FOLL_WRITE, b->plank);

	if (err <= 0)
		return err;
	b->planks = err;
	err = boat_launch(b);
	if (err)
		boat_sink(b);
	boat_dry(b);
	boat_sink(b);
	return err;
}

static void raft_sink(struct raft *r)
{
	unpin_user_pages(r->log, r->logs);
}

static int raft_float(struct raft *r, unsigned long at, int nr)
{
	int lost = 0;

	r->logs = pin_user_pages_fast(at, nr, FOLL_WRITE, r->log);
	if (r->logs < 0)
		return r->logs;
	if (raft_launch(r)) {
		raft_sink(r);
		lost = 1;
	}
	raft_dry(r);
	if (!lost)
		raft_sink(r);
	return -lost;
}

static int raft_again(struct raft *r, unsigned long at, int nr)
{
	int i;

	for (i = 0; i < 3; i++) {
		r->logs = pin_user_pages_fast(at, nr, FOLL_WRITE, r->log);
		if (r->logs < 0)
			return r->logs;
		raft_launch(r);
		raft_sink(r);
	}
	return 0;
}

static void bell_still(struct bell *b, int half)
{
	int i;

	for (i = 0; i < half; i++)
		unpin_user_page(b->bronze[i]);
	for (i = b->nr - 1; i >= half; i--)
		unpin_user_page(b->bronze[i]);
}
