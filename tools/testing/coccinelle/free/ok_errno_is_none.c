// SPDX-License-Identifier: GPL-2.0-only
static int rq_run(struct req *rq, unsigned long a, int n, struct page **pages)
{
	int err, got;

	err = got = pin_user_pages_fast(a, n, FOLL_WRITE, pages);
	if (got != n) {
		if (got < 0)
			got = 0;
		err = -EFAULT;
		goto out;
	}
	err = go(rq, pages, got);
out:
	while (got--)
		unpin_user_page(pages[got]);
	return err;
}
