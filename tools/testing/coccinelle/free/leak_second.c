// SPDX-License-Identifier: GPL-2.0-only
static int copy(unsigned long from, unsigned long to, int nr, struct page **src, struct page **dst)
{
	int got;

	got = pin_user_pages_fast(from, nr, 0, src);
	if (got != nr) {
		if (got > 0)
			put_user_pages(src, got);
		return -EFAULT;
	}
	got = pin_user_pages_fast(to, nr, FOLL_WRITE, dst);
	if (got != nr) {
		if (got > 0)
			put_user_pages(dst, got);
		return -EFAULT;
	}
	engine_copy(dst, src, nr);
	put_user_pages(src, nr);
	put_user_pages_dirty_lock(dst, nr, true);
	return 0;
}
