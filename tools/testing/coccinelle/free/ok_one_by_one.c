// SPDX-License-Identifier: GPL-2.0-only
static int ctx_take(struct ctx *c, unsigned long a, int n)
{
	int i, r;

	for (i = 0; i < n; i++) {
		r = pin_user_pages_fast(a + i * PAGE_SIZE, 1, FOLL_WRITE | FOLL_LONGTERM, &c->pages[i]);
		if (r != 1) {
			while (--i >= 0)
				unpin_user_page(c->pages[i]);
			return -EFAULT;
		}
	}
	return 0;
}
