// SPDX-License-Identifier: GPL-2.0-only
/* What a helper pinned for one structure is not given back where it fails for the next. */
static int oven_fill(struct tray *t, unsigned long at, int nr, unsigned int flags)
{
	int got;

	t->rolls = kvmalloc_array(nr, sizeof(*t->rolls), GFP_KERNEL);
	if (!t->rolls)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, flags, t->rolls);
	if (got == nr) {
		t->nr = nr;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(t->rolls, got);
	kvfree(t->rolls);
	return got < 0 ? got : -EFAULT;
}

static void oven_empty(struct tray *t, bool dirty)
{
	unpin_user_pages_dirty_lock(t->rolls, t->nr, dirty);
	kvfree(t->rolls);
}

static int oven_bake(struct oven *o, unsigned long raw, unsigned long done, int nr)
{
	struct tray in, out;
	int ret;

	ret = oven_fill(&in, raw, nr, 0);
	if (ret)
		return ret;
	ret = oven_fill(&out, done, nr, FOLL_WRITE);
	if (ret)
		return ret;
	ret = oven_heat(o, &in, &out);
	oven_empty(&out, true);
	oven_empty(&in, false);
	return ret;
}

static int oven_bake_good(struct oven *o, unsigned long raw, unsigned long done, int nr)
{
	struct tray in, out;
	int ret;

	ret = oven_fill(&in, raw, nr, 0);
	if (ret)
		return ret;
	ret = oven_fill(&out, done, nr, FOLL_WRITE);
	if (ret)
		goto cold;
	ret = oven_heat(o, &in, &out);
	oven_empty(&out, true);
cold:
	oven_empty(&in, false);
	return ret;
}
