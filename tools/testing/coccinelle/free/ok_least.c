// SPDX-License-Identifier: GPL-2.0-only
/* The least of what was asked for and what is there is none only if none is there. */
static ssize_t rug_clear(unsigned long at, size_t len)
{
	struct page *tufts[12];
	unsigned int want = min_t(size_t, len >> PAGE_SHIFT, 12), i;
	int r;

	r = pin_user_pages_fast(at, want, FOLL_WRITE, tufts);
	if (r < 0)
		return r;
	want = min_t(unsigned int, want, r);
	if (!want)
		return -EFAULT;
	for (i = 0; i < want; i++)
		clear_highpage(tufts[i]);
	unpin_user_pages_dirty_lock(tufts, want, true);
	return (ssize_t)want * PAGE_SIZE;
}
