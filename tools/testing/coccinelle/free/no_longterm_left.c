// SPDX-License-Identifier: GPL-2.0-only
/* Success has left before the few are given back. */
static int otter_hold(struct otter *o, unsigned long start, int nr)
{
	long got = pin_user_pages_fast(start, nr, FOLL_WRITE, o->pages);

	if (got == nr) {
		o->nr = nr;
		return 0;
	}
	if (got > 0)
		put_user_pages(o->pages, got);
	return got < 0 ? got : -EFAULT;
}

static int otter_look(struct otter *o, unsigned long start, int nr)
{
	long got = pin_user_pages_fast(start, nr, FOLL_WRITE, o->pages);
	int err = -EFAULT;

	if (got == nr)
		err = otter_compare(o, nr);
	if (got > 0)
		put_user_pages(o->pages, got);
	return err;
}
