// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET comes by way of a field, or of a macro, or of the caller. */
#include <linux/mm.h>

#define GUP_FLAGS	(FOLL_WRITE | FOLL_GET)

struct query {
	struct page **pages;
	unsigned int flags;
};

static void query_init(struct query *q)
{
	q->flags = FOLL_WRITE;
	q->flags |= FOLL_GET;
}

int query_run(struct query *q, unsigned long addr, int nr)
{
	int got;

	query_init(q);
	got = get_user_pages_fast(addr, nr, q->flags, q->pages);
	if (got > 0)
		release_pages(q->pages, got);
	return got;
}

int by_macro(struct page **pages, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, GUP_FLAGS, pages);

	if (got > 0)
		release_pages(pages, got);
	return got;
}

static int take(struct page **pages, unsigned long addr, int nr, unsigned int how)
{
	return get_user_pages_fast(addr, nr, how, pages);
}

int by_caller(struct page **pages, unsigned long addr, int nr)
{
	int got = take(pages, addr, nr, FOLL_WRITE | FOLL_GET);

	if (got > 0)
		release_pages(pages, got);
	return got;
}
