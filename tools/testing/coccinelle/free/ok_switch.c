// SPDX-License-Identifier: GPL-2.0-only
struct b { struct page **pages; int n; unsigned int flags; };
static void b_put(struct b *b)
{
	int i;

	switch (b->flags & B_KIND) {
	case B_PINNED:
		unpin_user_pages(b->pages, b->n);
		break;
	case B_REFD:
		for (i = 0; i < b->n; i++)
			put_page(b->pages[i]);
		break;
	}
}
static int b_get(struct b *b, unsigned long a)
{
	int r = pin_user_pages_fast(a, b->n, FOLL_WRITE | FOLL_LONGTERM, b->pages);

	if (r != b->n) {
		if (r > 0)
			unpin_user_pages(b->pages, r);
		return -EFAULT;
	}
	b->flags |= B_PINNED;
	return 0;
}
