// SPDX-License-Identifier: GPL-2.0
/* A parameter says whether pages are pinned. */
static int chosen_take(struct chosen *c, unsigned long addr, int nr, bool pin)
{
	int n;

	if (pin)
		n = pin_user_pages_fast(addr, nr, FOLL_WRITE, c->pages);
	else
		n = get_user_pages_fast(addr, nr, FOLL_WRITE, c->pages);
	return n;
}

static int chosen_bad(struct chosen *c, unsigned long addr)
{
	int n;

	n = chosen_take(c, addr, 1, true);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	run(c);
	put_page(c->pages[0]);
	return 0;
}

static int chosen_pinned(struct chosen *c, unsigned long addr)
{
	int n;

	n = chosen_take(c, addr, 1, true);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	run(c);
	unpin_user_page(c->pages[0]);
	return 0;
}

static int chosen_got(struct chosen *c, unsigned long addr)
{
	int n;

	n = chosen_take(c, addr, 1, false);
	if (n != 1)
		return n < 0 ? n : -EFAULT;
	run(c);
	put_page(c->pages[0]);
	return 0;
}
