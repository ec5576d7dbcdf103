// SPDX-License-Identifier: GPL-2.0-only
/* The array is on the stack; what it names is copied to where it stays. */
static int gate_set(struct gate *g, unsigned long at)
{
	struct page *bars[4];
	int got, ret;

	got = pin_user_pages_fast(at, 4, FOLL_WRITE | FOLL_LONGTERM, bars);
	if (got < 0)
		return got;
	ret = got < 4 ? -EFAULT : mutex_lock_interruptible(&g->lock);
	if (ret)
		goto unpin;
	memcpy(g->bars, bars, sizeof(bars));
	mutex_unlock(&g->lock);
	return 0;
unpin:
	unpin_user_pages(bars, got);
	return ret;
}
