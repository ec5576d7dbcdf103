// SPDX-License-Identifier: GPL-2.0
/* Flags in a field, a macro and a parameter that are none of our business. */
#include <linux/mm.h>

#define GUP_FLAGS	(FOLL_WRITE | FOLL_FORCE)

struct query {
	struct page **pages;
	unsigned int flags;
};

int query_run(struct query *q, unsigned long addr, int nr)
{
	int got;

	q->flags = GUP_FLAGS;
	got = get_user_pages_fast(addr, nr, q->flags, q->pages);
	if (got > 0)
		release_pages(q->pages, got);
	return got;
}
