// SPDX-License-Identifier: GPL-2.0-only
static int ctx_take(struct ctx *c, unsigned long a, int n)
{
	int ret;

	ret = pin_user_pages_fast(a, n, FOLL_WRITE | FOLL_LONGTERM, c->pages);
	if (ret < 0)
		return ret;
	if (ret < n)
		return -EFAULT;
	c->n = n;
	return 0;
}
