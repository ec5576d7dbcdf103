// SPDX-License-Identifier: GPL-2.0-only
/* Two commands of one ioctl, and not one after the other. */
struct quince {
	struct page **ring;
	int nr;
};

static int quince_start(struct quince *q, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE, q->ring);

	if (got != nr) {
		if (got > 0)
			put_user_pages(q->ring, got);
		return -EFAULT;
	}
	q->nr = nr;
	return 0;
}

static void quince_stop(struct quince *q)
{
	put_user_pages_dirty_lock(q->ring, q->nr, true);
	q->nr = 0;
}

long quince_ioctl(struct quince *q, unsigned int cmd, struct quince_arg *arg)
{
	long ret = 0;

	switch (cmd) {
	case QUINCE_START:
		ret = quince_start(q, arg->start, arg->nr);
		break;
	case QUINCE_STOP:
		quince_stop(q);
		break;
	}
	return ret;
}
