// SPDX-License-Identifier: GPL-2.0
/* One struct by its tag and by two other names. */
#include <linux/mm.h>

typedef struct ring {
	struct page **pages;
	int nr;
} ring_t, *RING;

static int ring_fill(struct ring *r, unsigned long addr)
{
	int k, got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);

	if (got == r->nr)
		return 0;
	for (k = 0; k < got; k++)
		put_page(r->pages[k]);
	return -EFAULT;
}

static void ring_drop(ring_t *r)
{
	int k;

	for (k = 0; k < r->nr; k++)
		put_page(r->pages[k]);
}

static void ring_drop_first(RING r)
{
	put_page(r->pages[0]);
}

const struct ring_ops ops = {
	.fill = ring_fill, .drop = ring_drop, .drop_first = ring_drop_first,
};
