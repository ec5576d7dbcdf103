// SPDX-License-Identifier: GPL-2.0-only
/* One more than was taken, in a helper and without one. */
struct garnet {
	struct page **pages;
};

static void garnet_put(struct garnet *g, int count)
{
	put_user_pages(g->pages, count + 1);
	kvfree(g->pages);
}

static int garnet_bad(struct garnet *g, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, 0, g->pages);

	if (got <= 0)
		return got;
	garnet_look(g, got);
	garnet_put(g, got);
	return 0;
}

static int garnet_direct(unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return got;
	garnet_see(pages, got);
	put_user_pages(pages, got + 1);
	return 0;
}

/* The first page is of another call. */
static int garnet_good(unsigned long start, int nr, struct page **pages)
{
	int got;

	if (pin_user_pages_fast(start, 1, 0, pages) != 1)
		return -EFAULT;
	got = pin_user_pages_fast(start + PAGE_SIZE, nr, 0, &pages[1]);
	if (got < 0) {
		put_user_page(pages[0]);
		return got;
	}
	garnet_see(pages, got);
	put_user_pages(pages, got + 1);
	return 0;
}

/* The last page is the driver's. */
static int garnet_own(unsigned long start, int nr, struct page **pages)
{
	int got = get_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return got;
	pages[got] = alloc_page(GFP_KERNEL);
	if (!pages[got]) {
		release_pages(pages, got);
		return -ENOMEM;
	}
	garnet_see(pages, got);
	release_pages(pages, got + 1);
	return 0;
}
