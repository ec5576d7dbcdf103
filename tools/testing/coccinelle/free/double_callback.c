// SPDX-License-Identifier: GPL-2.0-only
/* Who is not let in is told by a callback, which gives the pages back. */
static void guest_leave(struct guest *g, int err)
{
	unpin_user_pages(g->bags, g->nr);
	if (err)
		pr_debug("not let in: %d\n", err);
}

static void guest_wait(struct guest *g, int err)
{
	g->err = err;
}

static int inn_enter(struct inn *i, struct guest *g)
{
	if (i->full) {
		g->leave(g, -ENOSPC);
		return -ENOSPC;
	}
	i->rooms[i->used++] = g;
	return 0;
}

/* This one may wait instead. */
static int inn_ask(struct inn *i, struct guest *g)
{
	if (i->full) {
		g->asked(g, -ENOSPC);
		return -ENOSPC;
	}
	i->rooms[i->used++] = g;
	return 0;
}

static int guest_go(struct inn *i, struct guest *g, unsigned long at, int nr)
{
	int err;

	g->leave = guest_leave;
	err = pin_user_pages_fast(at, nr, FOLL_LONGTERM, g->bags);
	if (err <= 0)
		return err;
	g->nr = err;
	if (err < nr) {
		err = -EFAULT;
		goto unpin;
	}
	err = inn_enter(i, g);
	if (err)
		goto unpin;
	return 0;
unpin:
	unpin_user_pages(g->bags, g->nr);
	return err;
}

static int guest_ask(struct inn *i, struct guest *g, unsigned long at, int nr, bool stay)
{
	int err;

	g->asked = guest_leave;
	if (stay)
		g->asked = guest_wait;
	err = pin_user_pages_fast(at, nr, FOLL_LONGTERM, g->bags);
	if (err <= 0)
		return err;
	g->nr = err;
	if (err < nr) {
		err = -EFAULT;
		goto unpin;
	}
	err = inn_ask(i, g);
	if (err)
		goto unpin;
	return 0;
unpin:
	unpin_user_pages(g->bags, g->nr);
	return err;
}
