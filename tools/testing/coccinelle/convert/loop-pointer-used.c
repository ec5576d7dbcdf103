// SPDX-License-Identifier: GPL-2.0
/* What the pointer walked to is needed; the condition reads through it. */
#include <linux/mm.h>

struct chunk {
	struct page **list;
	struct page **end;
	int n;
	bool *wrote;
};

int chunk_get(struct chunk *c, unsigned long addr)
{
	int got = get_user_pages_fast(addr, c->n, FOLL_WRITE, c->list);

	if (got < 0)
		return got;
	c->n = got;
	return 0;
}

void chunk_put(struct chunk *c, int n)
{
	struct page **p = c->list;

	while (n--) {
		put_page(*p);
		p++;
	}
	c->end = p;
}

void chunk_put_dirty(struct chunk *c)
{
	struct page **p = c->list;
	bool *w = c->wrote;
	int n = c->n;

	while (n--) {
		if (*w)
			set_page_dirty_lock(*p);
		put_page(*p);
		w++;
		p++;
	}
}
