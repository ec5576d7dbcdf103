// SPDX-License-Identifier: GPL-2.0-only
/* The structure is freed, and its array, but not what a helper has pinned for it. */
static int sled_load(struct sled *s, u64 at, int nr)
{
	int got;

	s->logs = kvcalloc(nr, sizeof(*s->logs), GFP_KERNEL);
	if (!s->logs)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, s->logs);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(s->logs, got);
		kvfree(s->logs);
		return got < 0 ? got : -EFAULT;
	}
	s->nr = nr;
	return 0;
}

static int sled_go(struct hill *h, u64 at, int nr, u32 __user *number)
{
	struct sled *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	err = sled_load(s, at, nr);
	if (err)
		goto free;
	s->number = atomic_inc_return(&h->next);
	if (put_user(s->number, number)) {
		err = -EFAULT;
		goto unload;
	}
	list_add(&s->node, &h->sleds);
	return 0;
unload:
	kvfree(s->logs);
free:
	kfree(s);
	return err;
}

static int sled_go_good(struct hill *h, u64 at, int nr, u32 __user *number)
{
	struct sled *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	err = sled_load(s, at, nr);
	if (err)
		goto free;
	s->number = atomic_inc_return(&h->next);
	if (put_user(s->number, number)) {
		err = -EFAULT;
		goto unload;
	}
	list_add(&s->node, &h->sleds);
	return 0;
unload:
	unpin_user_pages(s->logs, s->nr);
	kvfree(s->logs);
free:
	kfree(s);
	return err;
}
