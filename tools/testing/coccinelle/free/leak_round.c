// SPDX-License-Identifier: GPL-2.0-only
/* The variable has the page of the round before. */
static int topaz_bad(struct topaz *t, const u64 *addr, int n)
{
	struct page *page;
	int i;

	for (i = 0; i < n; i++) {
		if (pin_user_pages_fast(addr[i], 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
		if (!topaz_wants(t, i))
			continue;
		topaz_fill(t, page);
		put_user_page(page);
	}
	return 0;
}

static int topaz_good(struct topaz *t, const u64 *addr, int n)
{
	struct page *page;
	int i;

	for (i = 0; i < n; i++) {
		if (!topaz_wants(t, i))
			continue;
		if (pin_user_pages_fast(addr[i], 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
		topaz_fill(t, page);
		put_user_page(page);
	}
	return 0;
}

/* None was taken where it tries again. */
static int topaz_again(struct topaz *t, u64 addr)
{
	struct page *page;
	int got;

again:
	got = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (got == -EAGAIN || got == 0)
		goto again;
	if (got < 0)
		return got;
	topaz_fill(t, page);
	put_user_page(page);
	return 0;
}
