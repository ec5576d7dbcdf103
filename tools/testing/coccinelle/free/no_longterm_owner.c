// SPDX-License-Identifier: GPL-2.0-only
/* An object that has the pages is there after the call; what gives them back in the
 * function that makes it is for errors.
 */
struct loft {
	unsigned int nr;
	struct page *doves[];
};

static struct loft *loft_build(unsigned long at, int nr)
{
	struct loft *l = kvzalloc(struct_size(l, doves, nr), GFP_KERNEL);
	int got;

	if (!l)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(at, nr, FOLL_WRITE, l->doves);
	if (got == nr) {
		l->nr = nr;
		return l;
	}
	if (got > 0)
		unpin_user_pages(l->doves, got);
	kvfree(l);
	return ERR_PTR(got < 0 ? got : -EFAULT);
}

static void loft_burn(struct loft *l)
{
	unpin_user_pages(l->doves, l->nr);
	kvfree(l);
}

static void *barn_build(unsigned long at, int nr)
{
	struct barn *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return ERR_PTR(-ENOMEM);
	b->loft = loft_build(at, nr);
	if (IS_ERR(b->loft))
		goto free;
	if (!barn_paint(b))
		return b;
	loft_burn(b->loft);
free:
	kfree(b);
	return ERR_PTR(-ENOMEM);
}

static void barn_burn(struct barn *b)
{
	loft_burn(b->loft);
	kfree(b);
}

/* The same by a call that was told where to put them */
static int coop_fill(struct coop *c, unsigned long at)
{
	long got = pin_user_pages_remote(c->mm, at, c->nr, FOLL_WRITE, c->hens, NULL);

	if (got == (long)c->nr)
		return 0;
	if (got > 0)
		unpin_user_pages(c->hens, got);
	return got < 0 ? got : -EFAULT;
}

static int coop_open(struct coop *c, unsigned long at)
{
	int i, err = coop_fill(c, at);

	if (err)
		return err;
	for (i = 0; i < c->nr; i++) {
		err = iommu_map(c->domain, i * PAGE_SIZE, page_to_phys(c->hens[i]), PAGE_SIZE,
				IOMMU_READ, GFP_KERNEL);
		if (err)
			goto undo;
	}
	return 0;
undo:
	iommu_unmap(c->domain, 0, i * PAGE_SIZE);
	unpin_user_pages(c->hens, c->nr);
	return err;
}

static void coop_shut(struct coop *c)
{
	iommu_unmap(c->domain, 0, c->nr * PAGE_SIZE);
	unpin_user_pages_dirty_lock(c->hens, c->nr, true);
}
