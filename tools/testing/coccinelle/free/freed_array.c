// SPDX-License-Identifier: GPL-2.0-only
/* The array must still be there when its pages are given back. */
static void zircon_bad(struct zircon *z)
{
	kvfree(z->pages);
	put_user_pages(z->pages, z->nr);
}

/* Not looked at */
static void zircon_loop(struct zircon *z)
{
	int i;

	kfree(z->pages);
	for (i = 0; i < z->nr; i++)
		put_user_page(z->pages[i]);
}

static void zircon_good(struct zircon *z)
{
	put_user_pages(z->pages, z->nr);
	kvfree(z->pages);
}

/* Another array */
static void zircon_grow(struct zircon *z, struct page **more)
{
	kvfree(z->pages);
	z->pages = more;
	put_user_pages(z->pages, z->nr);
}

static void zircon_all(struct list_head *head)
{
	struct zircon *z;

	list_for_each_entry(z, head, list) {
		put_user_pages(z->pages, z->nr);
		kvfree(z->pages);
	}
}

static int zircon_either(struct zircon *z, bool none)
{
	if (none) {
		kvfree(z->pages);
		return 0;
	}
	put_user_pages(z->pages, z->nr);
	kvfree(z->pages);
	return 0;
}
