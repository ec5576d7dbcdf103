// SPDX-License-Identifier: GPL-2.0-only
/* One command of an ioctl does both, and the other one has nothing to do with it. */
struct medlar {
	struct page **ring;
	int nr;
};

static int medlar_start(struct medlar *m, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE, m->ring);

	if (got != nr) {
		if (got > 0)
			put_user_pages(m->ring, got);
		return -EFAULT;
	}
	m->nr = nr;
	return 0;
}

static void medlar_stop(struct medlar *m)
{
	put_user_pages_dirty_lock(m->ring, m->nr, true);
	m->nr = 0;
}

long medlar_ioctl(struct medlar *m, unsigned int cmd, struct medlar_arg *arg)
{
	long ret = 0;

	switch (cmd) {
	case MEDLAR_RESET:
		medlar_reset(m);
		break;
	case MEDLAR_RUN:
		ret = medlar_start(m, arg->start, arg->nr);
		if (ret)
			break;
		ret = medlar_wait(m);
		medlar_stop(m);
		break;
	}
	return ret;
}
