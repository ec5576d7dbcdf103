// SPDX-License-Identifier: GPL-2.0-only
/* The last reference gives the pages back. */
static void godwit_free(struct kref *ref)
{
	struct godwit *g = container_of(ref, struct godwit, ref);

	put_user_pages(g->pages, g->nr);
	kfree(g);
}

static int godwit_send(struct godwit *g, unsigned long start, int nr)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, 0, g->pages);
	g->nr = max(got, 0);
	if (got < nr) {
		err = got < 0 ? got : -EFAULT;
		goto out;
	}
	err = godwit_queue(g);
	if (err)
		put_user_pages(g->pages, g->nr);
out:
	kref_put(&g->ref, godwit_free);
	return err;
}

static int godwit_send_once(struct godwit *g, unsigned long start, int nr)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, 0, g->pages);
	g->nr = max(got, 0);
	if (got < nr) {
		err = got < 0 ? got : -EFAULT;
		goto out;
	}
	err = godwit_queue(g);
	if (err) {
		put_user_pages(g->pages, g->nr);
		g->nr = 0;
	}
out:
	kref_put(&g->ref, godwit_free);
	return err;
}
