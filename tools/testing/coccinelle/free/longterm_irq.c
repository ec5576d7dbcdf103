// SPDX-License-Identifier: GPL-2.0-only
/* What an interrupt gives back was taken for as long as the device is busy. */
struct peridot {
	struct tasklet_struct tasklet;
	struct page **pages;
	int nr;
};

static void peridot_tick(struct tasklet_struct *t)
{
	struct peridot *p = from_tasklet(p, t, tasklet);

	put_user_pages(p->pages, p->nr);
	p->nr = 0;
}

static int peridot_arm(struct peridot *p, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, 0, p->pages);

	if (got < 0)
		return got;
	p->nr = got;
	tasklet_setup(&p->tasklet, peridot_tick);
	return 0;
}
