// SPDX-License-Identifier: GPL-2.0-only
/* Of two members of one type, one has references and the other has pins. */
static int claw_read(struct claw *c, unsigned long at, int nr)
{
	int i, got = get_user_pages_fast(at, nr, 0, c->nails);

	if (got == nr)
		return 0;
	for (i = 0; i < got; i++)
		put_page(c->nails[i]);
	return -EFAULT;
}

static int claw_write(struct claw *c, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, c->nails);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(c->nails, got);
	return -EFAULT;
}

static void crab_drop(struct crab *c, int nr)
{
	unpin_user_pages_dirty_lock(c->right.nails, nr, true);
	unpin_user_pages(c->left.nails, nr);
}

static void crab_drop_good(struct crab *c, int nr)
{
	int i;

	unpin_user_pages_dirty_lock(c->right.nails, nr, true);
	for (i = 0; i < nr; i++)
		put_page(c->left.nails[i]);
}

static int crab_walk(struct crab *c, unsigned long from, unsigned long to, int nr)
{
	int err = claw_read(&c->left, from, nr);

	if (err)
		return err;
	err = claw_write(&c->right, to, nr);
	if (err)
		return err;
	crab_step(c);
	crab_drop(c, nr);
	return 0;
}

static void claw_drop(struct claw *c, int nr)
{
	unpin_user_pages(c->nails, nr);
}

static void crab_drop_both(struct crab *c, int nr)
{
	claw_drop(&c->left, nr);
	claw_drop(&c->right, nr);
}
