// SPDX-License-Identifier: GPL-2.0-only
/* A helper pins one page, the caller keeps it. */
static int barn_pin(unsigned long at, bool rw, struct page **door)
{
	unsigned int flags = rw ? FOLL_WRITE : 0;
	int got = pin_user_pages_fast(at, 1, flags, door);

	return got == 1 ? 0 : got < 0 ? got : -EFAULT;
}

static int barn_pin_good(unsigned long at, bool rw, struct page **door)
{
	unsigned int flags = FOLL_LONGTERM | (rw ? FOLL_WRITE : 0);
	int got = pin_user_pages_fast(at, 1, flags, door);

	return got == 1 ? 0 : got < 0 ? got : -EFAULT;
}

static int barn_open(struct farm *f, struct barn *b, unsigned long at, bool rw)
{
	int ret = barn_pin(at, rw, &b->door);

	if (ret)
		return ret;
	farm_link(f, b);
	return 0;
}

static int barn_open_good(struct farm *f, struct barn *b, unsigned long at, bool rw)
{
	int ret = barn_pin_good(at, rw, &b->door);

	if (ret)
		return ret;
	farm_link(f, b);
	return 0;
}

static void barn_shut(struct farm *f, struct barn *b)
{
	farm_unlink(f, b);
	unpin_user_pages_dirty_lock(&b->door, 1, true);
}
