// SPDX-License-Identifier: GPL-2.0-only
/* In an unsigned field an errno is a big number, and not 0. */
struct churn {
	struct page **cream;
	u32 lumps;
	u32 room;
};

static void churn_empty(struct churn *c)
{
	if (c->lumps)
		unpin_user_pages(c->cream, c->lumps);
	kvfree(c->cream);
	c->cream = NULL;
	c->lumps = 0;
}

static int churn_fill(struct churn *c, unsigned long at)
{
	c->lumps = pin_user_pages_fast(at, c->room, FOLL_WRITE | FOLL_LONGTERM, c->cream);
	if (c->lumps == c->room)
		return 0;
	churn_empty(c);
	return -EFAULT;
}

/* Asked as what it is */
static int churn_fill_good(struct churn *c, unsigned long at)
{
	c->lumps = pin_user_pages_fast(at, c->room, FOLL_WRITE | FOLL_LONGTERM, c->cream);
	if (c->lumps == c->room)
		return 0;
	if ((int)c->lumps < 0)
		c->lumps = 0;
	churn_empty(c);
	return -EFAULT;
}

static int churn_fill_first(struct churn *c, unsigned long at)
{
	int got = pin_user_pages_fast(at, c->room, FOLL_WRITE | FOLL_LONGTERM, c->cream);

	c->lumps = got > 0 ? got : 0;
	if (c->lumps == c->room)
		return 0;
	churn_empty(c);
	return -EFAULT;
}

/* A signed one, for which that is asked */
struct vat {
	struct page **milk;
	int jugs;
	u32 room;
};

static void vat_empty(struct vat *v)
{
	if (v->jugs > 0)
		unpin_user_pages(v->milk, v->jugs);
	v->jugs = 0;
}

static int vat_fill(struct vat *v, unsigned long at)
{
	v->jugs = pin_user_pages_fast(at, v->room, FOLL_WRITE | FOLL_LONGTERM, v->milk);
	if (v->jugs == v->room)
		return 0;
	vat_empty(v);
	return -EFAULT;
}
