// SPDX-License-Identifier: GPL-2.0-only
/* If nothing is left before the rest, the rest was all. */
int quad_read(struct quad *q, unsigned long addr, int n)
{
	int got, use, err;

	got = pin_user_pages_fast(addr, n, FOLL_WRITE, q->pages);
	if (got < 0)
		return got;
	use = round_down(got, 4);
	if (use < got)
		unpin_user_pages(q->pages + use, got - use);
	if (!use)
		return -EFAULT;
	err = quad_run(q, use);
	unpin_user_pages_dirty_lock(q->pages, use, !err);
	return err;
}
