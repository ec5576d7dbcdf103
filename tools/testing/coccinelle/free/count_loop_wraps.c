// SPDX-License-Identifier: GPL-2.0-only
/* Compared with an unsigned index, a negative number is a big one. */
static int garnet_bad(struct garnet *g, unsigned long start, int nr)
{
	size_t i;
	int got, err = -EFAULT;

	got = pin_user_pages_fast(start, nr, 0, g->pages);
	if (got == nr)
		err = garnet_polish(g, got);
	for (i = 0; i < got; i++)
		put_user_page(g->pages[i]);
	return err;
}

static int garnet_good(struct garnet *g, unsigned long start, int nr)
{
	int i, got, err = -EFAULT;

	got = pin_user_pages_fast(start, nr, 0, g->pages);
	if (got == nr)
		err = garnet_polish(g, got);
	for (i = 0; i < got; i++)
		put_user_page(g->pages[i]);
	return err;
}

static int garnet_wide(struct garnet *g, unsigned long start, int nr)
{
	unsigned int i;
	long got;
	int err = -EFAULT;

	got = pin_user_pages_fast(start, nr, 0, g->pages);
	if (got == nr)
		err = garnet_polish(g, got);
	for (i = 0; i < got; i++)
		put_user_page(g->pages[i]);
	return err;
}
