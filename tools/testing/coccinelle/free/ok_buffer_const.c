// SPDX-License-Identifier: GPL-2.0-only
/* A buffer that is only read is sent once. */
static void genet_sent(struct genet *g)
{
	put_user_pages(g->frags, g->nr);
	g->nr = 0;
}

static int genet_load(struct genet *g, const void __user *from, size_t len)
{
	int got = pin_user_pages_fast((unsigned long)from, PFN_UP(len), 0, g->frags);

	if (got < 0)
		return got;
	g->nr = got;
	if (got < PFN_UP(len)) {
		genet_sent(g);
		return -EFAULT;
	}
	return 0;
}
