// SPDX-License-Identifier: GPL-2.0-only
/* Each member is given back the way it was taken. */
static int fin_read(struct fin *f, unsigned long at, int nr)
{
	int got = get_user_pages_fast(at, nr, 0, f->scales);

	if (got == nr)
		return 0;
	if (got > 0)
		release_pages(f->scales, got);
	return -EFAULT;
}

static int fin_write(struct fin *f, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, f->scales);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(f->scales, got);
	return -EFAULT;
}

static void fin_drop(struct fin *f, int nr)
{
	release_pages(f->scales, nr);
}

static void fin_unpin(struct fin *f, int nr)
{
	unpin_user_pages_dirty_lock(f->scales, nr, true);
}

static void fish_swim(struct fish *f, unsigned long from, unsigned long to, int nr)
{
	if (!fin_read(&f->left, from, nr)) {
		if (!fin_write(&f->right, to, nr)) {
			fish_turn(f);
			fin_unpin(&f->right, nr);
		}
		fin_drop(&f->left, nr);
	}
}
