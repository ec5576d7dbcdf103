// SPDX-License-Identifier: GPL-2.0-only
/* __free_page() is for pages of one's own. */
static void crab_shed(struct page *shell)
{
	set_page_dirty_lock(shell);
	__free_page(shell);
}

static void crab_done(struct crab *c)
{
	int i = c->nr;

	while (i--)
		crab_shed(c->shells[i]);
	__free_page(c->sand);
	kfree(c->shells);
}

static int crab_start(struct crab *c, unsigned long at, int nr)
{
	int got;

	c->sand = alloc_page(GFP_KERNEL);
	if (!c->sand)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, c->shells);
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(c->shells, got);
		__free_page(c->sand);
		return got < 0 ? got : -EFAULT;
	}
	c->nr = nr;
	return 0;
}
