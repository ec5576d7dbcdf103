// SPDX-License-Identifier: GPL-2.0-only
static int ctx_take(struct ctx *c, unsigned long a, int n)
{
	int ret;

	c->pages = kvcalloc(n, sizeof(*c->pages), GFP_KERNEL);
	if (!c->pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(a, n, FOLL_WRITE | FOLL_LONGTERM, c->pages);
	if (ret != n) {
		kvfree(c->pages);
		return ret < 0 ? ret : -EFAULT;
	}
	c->n = n;
	return 0;
}
