// SPDX-License-Identifier: GPL-2.0-only
/* The array is freed, but not what a helper has pinned and another could not map. */
static int dray_pin(struct dray_load *l, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, l->sacks);

	if (got == nr) {
		l->nr = nr;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(l->sacks, got);
	return got < 0 ? got : -EFAULT;
}

static int dray_tie(struct dray *d, struct dray_load *l)
{
	int i;

	for (i = 0; i < l->nr; i++)
		if (dray_knot(d, l->sacks[i], l->ropes + i))
			return -EIO;
	return 0;
}

static void dray_unload(struct dray *d, struct dray_load *l)
{
	unpin_user_pages_dirty_lock(l->sacks, l->nr, true);
}

static void dray_lose(struct dray *d, struct dray_load *l)
{
	dray_unload(d, l);
	d->lost++;
}

/* Gives the load up where it cannot be tied. */
static int dray_tie_or_lose(struct dray *d, struct dray_load *l)
{
	int err = dray_tie(d, l);

	if (err)
		dray_lose(d, l);
	return err;
}

static int dray_go(struct dray *d, unsigned long at, int nr)
{
	struct dray_load load = {};
	int err = -ENOMEM;

	load.sacks = kcalloc(nr, sizeof(*load.sacks), GFP_KERNEL);
	if (!load.sacks)
		return err;
	err = dray_pin(&load, at, nr);
	if (err)
		goto out;
	err = dray_tie(d, &load);
	if (err)
		goto out;
	err = dray_pull(d, &load);
	dray_unload(d, &load);
out:
	kfree(load.sacks);
	return err;
}

static int dray_go_good(struct dray *d, unsigned long at, int nr)
{
	struct dray_load load = {};
	int err = -ENOMEM;

	load.sacks = kcalloc(nr, sizeof(*load.sacks), GFP_KERNEL);
	if (!load.sacks)
		return err;
	err = dray_pin(&load, at, nr);
	if (err)
		goto out;
	err = dray_tie_or_lose(d, &load);
	if (err)
		goto out;
	err = dray_pull(d, &load);
	dray_unload(d, &load);
out:
	kfree(load.sacks);
	return err;
}
