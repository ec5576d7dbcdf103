// SPDX-License-Identifier: GPL-2.0-only
/* Given back by hand, and by what a helper calls for the last reference. */
static void ledge_free(struct kref *ref)
{
	struct ledge *l = container_of(ref, struct ledge, ref);

	if (l->nr > 0)
		unpin_user_pages_dirty_lock(l->nests, l->nr, true);
	kvfree(l->nests);
	kfree(l);
}

static void ledge_put(struct ledge *l)
{
	kref_put(&l->ref, ledge_free);
}

static int ledge_new(struct cliff *c, unsigned long at, int nr)
{
	struct ledge *l = ledge_alloc(c, nr);
	int err;

	if (!l)
		return -ENOMEM;
	l->nr = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, l->nests);
	if (l->nr != nr) {
		err = l->nr < 0 ? l->nr : -EFAULT;
		goto put;
	}
	err = xa_alloc(&c->ledges, &l->id, l, xa_limit_32b, GFP_KERNEL);
	if (!err)
		return 0;
	unpin_user_pages(l->nests, l->nr);
put:
	ledge_put(l);
	return err;
}

static int ledge_new_good(struct cliff *c, unsigned long at, int nr)
{
	struct ledge *l = ledge_alloc(c, nr);
	int err;

	if (!l)
		return -ENOMEM;
	l->nr = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, l->nests);
	if (l->nr != nr) {
		err = l->nr < 0 ? l->nr : -EFAULT;
		goto put;
	}
	err = xa_alloc(&c->ledges, &l->id, l, xa_limit_32b, GFP_KERNEL);
	if (!err)
		return 0;
	unpin_user_pages(l->nests, l->nr);
	l->nr = 0;
put:
	ledge_put(l);
	return err;
}

/* By hand counts, the reference of somebody else's structure does not. */
static void crag_free(struct crag *g)
{
	unpin_user_pages(g->nests, g->nr);
	kfree(g);
}

static void crag_put(struct crag *g)
{
	if (!g)
		return;
	if (refcount_dec_and_test(&g->users))
		crag_free(g);
}

static int crag_new(struct cliff *c, struct crag *g, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, g->nests);

	if (got < nr) {
		if (got > 0)
			unpin_user_pages(g->nests, got);
		return got < 0 ? got : -EFAULT;
	}
	g->nr = got;
	if (cliff_add(c, g)) {
		unpin_user_pages(g->nests, g->nr);
		crag_put(g);
		return -EEXIST;
	}
	return 0;
}

static int crag_swap(struct cliff *c, struct crag *g, struct crag *old, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, g->nests);

	if (got < nr) {
		if (got > 0)
			unpin_user_pages(g->nests, got);
		return got < 0 ? got : -EFAULT;
	}
	g->nr = got;
	if (cliff_swap(c, g, old)) {
		unpin_user_pages(g->nests, g->nr);
		crag_put(old);
		return -EEXIST;
	}
	return 0;
}
