// SPDX-License-Identifier: GPL-2.0-only
/* A helper takes, a helper gives back, and the caller marks dirty what is gone. */
static void tub_pull(struct tub *t)
{
	put_user_pages(t->pages, t->nr);
}

static int tub_fill(struct tub *t, unsigned long at, int nr)
{
	t->nr = pin_user_pages_fast(at, min(nr, 64), FOLL_WRITE, t->pages);
	return t->nr > 0 ? 0 : t->nr ? t->nr : -EFAULT;
}

static int tub_wash(struct sink *s, unsigned long at, int nr)
{
	struct tub t;
	int i, err;

	err = tub_fill(&t, at, nr);
	if (err)
		return err;
	err = sink_run(s, t.pages, t.nr);
	tub_pull(&t);
	if (!err)
		for (i = 0; i < t.nr; i++)
			set_page_dirty_lock(t.pages[i]);
	return err;
}

static int tub_wash_good(struct sink *s, unsigned long at, int nr)
{
	struct tub t;
	int i, err;

	err = tub_fill(&t, at, nr);
	if (err)
		return err;
	err = sink_run(s, t.pages, t.nr);
	if (!err)
		for (i = 0; i < t.nr; i++)
			set_page_dirty_lock(t.pages[i]);
	tub_pull(&t);
	return err;
}
