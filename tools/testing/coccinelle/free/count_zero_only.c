// SPDX-License-Identifier: GPL-2.0-only
static int c7(struct d *d, unsigned long a, int n, struct page **pages)
{
	int got = pin_user_pages_fast(a, n, 0, pages);

	if (!got)
		return -EFAULT;
	d_go(d, pages, got);
	unpin_user_pages(pages, got);
	return 0;
}
