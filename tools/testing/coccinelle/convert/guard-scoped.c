// SPDX-License-Identifier: GPL-2.0
/* A statement among the arguments of a guard, and a guard without braces. */
#include <linux/mm.h>

struct buf {
	struct mutex lock;
	struct page **pages;
	int nr;
};

int with_cond(struct buf *b, unsigned long addr)
{
	int got = 0;

	scoped_cond_guard(mutex_intr, return -EINTR, &b->lock) {
		got = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
		if (got < 0)
			return got;
		release_pages(b->pages, got);
	}
	return got;
}

int without_braces(struct buf *b, unsigned long addr)
{
	int i, got = 0;

	scoped_guard(mutex, &b->lock)
		got = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
	for (i = 0; i < got; i++)
		put_page(b->pages[i]);
	return got;
}
