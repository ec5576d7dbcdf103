// SPDX-License-Identifier: GPL-2.0-only
/* An action that was not added is not run. */
static void tern_release(void *data)
{
	struct tern *t = data;

	put_user_pages_dirty_lock(t->pages, t->nr, true);
}

static int tern_probe(struct device *dev, struct tern *t, unsigned long start)
{
	int got, err;

	got = pin_user_pages_fast(start, t->nr, FOLL_WRITE | FOLL_LONGTERM, t->pages);
	if (got < t->nr) {
		if (got > 0)
			put_user_pages(t->pages, got);
		return got < 0 ? got : -ENOMEM;
	}
	err = devm_add_action(dev, tern_release, t);
	if (err)
		return err;
	return 0;
}

static int tern_again(struct device *dev, struct tern *t, unsigned long start)
{
	int got;

	got = pin_user_pages_fast(start, t->nr, FOLL_WRITE | FOLL_LONGTERM, t->pages);
	if (got < t->nr) {
		if (got > 0)
			put_user_pages(t->pages, got);
		return got < 0 ? got : -ENOMEM;
	}
	if (devm_add_action(dev, tern_release, t))
		return -ENOMEM;
	return 0;
}

static int tern_reset(struct device *dev, struct tern *t, unsigned long start)
{
	int got, err;

	got = pin_user_pages_fast(start, t->nr, FOLL_WRITE | FOLL_LONGTERM, t->pages);
	if (got < t->nr) {
		if (got > 0)
			put_user_pages(t->pages, got);
		return got < 0 ? got : -ENOMEM;
	}
	err = devm_add_action_or_reset(dev, tern_release, t);
	if (err)
		return err;
	return 0;
}

static int tern_own(struct device *dev, struct tern *t, unsigned long start)
{
	int got, err;

	got = pin_user_pages_fast(start, t->nr, FOLL_WRITE | FOLL_LONGTERM, t->pages);
	if (got < t->nr) {
		if (got > 0)
			put_user_pages(t->pages, got);
		return got < 0 ? got : -ENOMEM;
	}
	err = devm_add_action(dev, tern_release, t);
	if (err)
		put_user_pages(t->pages, got);
	return err;
}
