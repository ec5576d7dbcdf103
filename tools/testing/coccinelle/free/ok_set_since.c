// SPDX-License-Identifier: GPL-2.0-only
static int g7(struct dev *d, unsigned long a, int n, struct page **pages)
{
	int got = pin_user_pages_fast(a, n, 0, pages);
	int err = -EFAULT;
	bool done = false;

	if (got < 0)
		return got;
	if (got == n) {
		err = dev_io(d, pages, n);
		unpin_user_pages_dirty_lock(pages, n, !err);
		done = true;
	}
	if (!done)
		unpin_user_pages(pages, got);
	return err;
}
