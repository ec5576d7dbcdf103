// SPDX-License-Identifier: GPL-2.0-only
static int copy_pages(struct ctx *c, unsigned long a, int n, struct page **pages)
{
	int i, r, err;

	r = pin_user_pages_fast(a, n, FOLL_WRITE, pages);
	if (r <= 0)
		return r;
	for (i = 0; i < r; i++) {
		err = copy(c, pages[i]);
		if (err)
			return err;
		unpin_user_page(pages[i]);
	}
	return 0;
}
