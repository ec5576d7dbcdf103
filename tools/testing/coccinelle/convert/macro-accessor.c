// SPDX-License-Identifier: GPL-2.0
/* Macros that only say where the pages are. */
#include <linux/mm.h>

#define RING_PAGES(r)	((r)->hold.pages)
#define RING_AT(r, k)	\
	((r)->hold.pages[(k)])
#define r_pages hold.pages

static int ring_fill(struct ring *r, unsigned long addr)
{
	return get_user_pages_fast(addr, 4, FOLL_WRITE, RING_PAGES(r)) == 4 ? 0 : -EFAULT;
}

static int ring_refill(struct ring *r, unsigned long addr)
{
	return get_user_pages_fast(addr, 4, FOLL_WRITE, r->hold.pages) == 4 ? 0 : -EFAULT;
}

static void ring_drop(struct ring *r)
{
	struct page *last = RING_AT(r, 3);

	put_page(RING_AT(r, 0));
	put_page(r->r_pages[1]);
	put_page(r->hold.pages[2]);
	put_page(last);
}

const struct ring_ops ops = { .fill = ring_fill, .refill = ring_refill, .drop = ring_drop };
