// SPDX-License-Identifier: GPL-2.0-only
static void crop_let_go(struct page **v, int n)
{
	for (; n > 0; n--, v++)
		unpin_user_page(*v);
}

static int crop_cut(struct crop *c, unsigned long at, int n)
{
	int got = pin_user_pages_fast(at, n, FOLL_WRITE, c->field);

	if (got <= 0)
		return got ? got : -EFAULT;
	crop_reap(c, got);
	crop_let_go(c->field, got);
	return 0;
}
