// SPDX-License-Identifier: GPL-2.0-only
static int kern_or_user(struct ctx *c, unsigned long a, int n, bool user)
{
	int i, got = n;

	if (user) {
		got = pin_user_pages_fast(a, n, FOLL_WRITE, c->pages);
		if (got <= 0)
			return got;
	} else {
		for (i = 0; i < n; i++) {
			c->pages[i] = vmalloc_to_page((void *)a + i * PAGE_SIZE);
			get_page(c->pages[i]);
		}
	}
	c->user = user;
	xmit(c, got);
	if (user)
		unpin_user_pages(c->pages, got);
	else
		release_pages(c->pages, got);
	return 0;
}
