// SPDX-License-Identifier: GPL-2.0-only
/* One helper gives the pages back, another one marks them dirty. */
static void loom_cut(struct loom *l)
{
	int i;

	for (i = 0; i < l->nr; i++)
		unpin_user_page(l->yarn[i]);
}

static void loom_dye(struct loom *l)
{
	int i;

	for (i = 0; i < l->nr; i++)
		if (!PageReserved(l->yarn[i]))
			set_page_dirty_lock(l->yarn[i]);
}

static int loom_weave(struct loom *l, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, l->yarn);

	if (got < 0)
		return got;
	l->nr = got;
	if (got < nr) {
		loom_cut(l);
		return -EFAULT;
	}
	loom_go(l);
	loom_cut(l);
	if (l->wet)
		loom_dye(l);
	return 0;
}

static int loom_weave_good(struct loom *l, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, l->yarn);

	if (got < 0)
		return got;
	l->nr = got;
	if (got < nr) {
		loom_cut(l);
		return -EFAULT;
	}
	loom_go(l);
	if (l->wet)
		loom_dye(l);
	loom_cut(l);
	return 0;
}
