// SPDX-License-Identifier: GPL-2.0-only
static int rq_take(struct req *rq, unsigned long a, int n)
{
	int got = pin_user_pages_fast(a, n, FOLL_WRITE, rq->pages);
	int ret = got == n ? 0 : -EFAULT;

	if (ret) {
		if (got > 0)
			unpin_user_pages(rq->pages, got);
		return ret;
	}
	rq->n = n;
	return ret;
}
