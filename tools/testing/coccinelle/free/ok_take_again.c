// SPDX-License-Identifier: GPL-2.0-only
static int rq_run(struct req *rq, unsigned long a, int n, struct page **pages)
{
	int got, ret = 0;

retry:
	got = pin_user_pages_fast(a, n, 0, pages);
	if (got < 0) {
		if (got == -EAGAIN)
			goto retry;
		return got;
	}
	ret = -EINVAL;
	if (got != n)
		goto put;
	ret = fn(rq, pages, got);
put:
	unpin_user_pages_dirty_lock(pages, got, ret == 0);
	return ret;
}
