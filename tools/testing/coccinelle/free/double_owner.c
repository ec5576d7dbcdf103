// SPDX-License-Identifier: GPL-2.0-only
/* The array is in the structure by then, which gives it back itself. */
static void nest_free(struct nest *n)
{
	if (n->eggs) {
		unpin_user_pages(n->eggs, n->nr);
		kvfree(n->eggs);
	}
	kfree(n);
}

static int nest_build(struct tree *t, unsigned long at, unsigned long nr)
{
	struct nest *n = kzalloc(sizeof(*n), GFP_KERNEL);
	struct page **eggs = kvmalloc_array(nr, sizeof(*eggs), GFP_KERNEL);
	long got;
	int id;

	if (!n || !eggs) {
		kvfree(eggs);
		kfree(n);
		return -ENOMEM;
	}
	got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, eggs);
	if (got < 0 || got != nr) {
		if (got > 0)
			unpin_user_pages(eggs, got);
		kvfree(eggs);
		nest_free(n);
		return got < 0 ? got : -EFAULT;
	}
	n->eggs = eggs;
	n->nr = nr;
	id = idr_alloc(&t->idr, n, 1, 0, GFP_KERNEL);
	if (id < 0) {
		unpin_user_pages(eggs, nr);
		nest_free(n);
	}
	return id;
}

static int nest_build_good(struct tree *t, unsigned long at, unsigned long nr)
{
	struct nest *n = kzalloc(sizeof(*n), GFP_KERNEL);
	struct page **eggs = kvmalloc_array(nr, sizeof(*eggs), GFP_KERNEL);
	long got;
	int id;

	if (!n || !eggs) {
		kvfree(eggs);
		kfree(n);
		return -ENOMEM;
	}
	got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, eggs);
	if (got < 0 || got != nr) {
		if (got > 0)
			unpin_user_pages(eggs, got);
		kvfree(eggs);
		nest_free(n);
		return got < 0 ? got : -EFAULT;
	}
	n->eggs = eggs;
	n->nr = nr;
	id = idr_alloc(&t->idr, n, 1, 0, GFP_KERNEL);
	if (id < 0) {
		unpin_user_pages(eggs, nr);
		n->eggs = NULL;
		nest_free(n);
	}
	return id;
}
