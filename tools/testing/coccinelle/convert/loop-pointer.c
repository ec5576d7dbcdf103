// SPDX-License-Identifier: GPL-2.0
/* A pointer walks over the array. */
#include <linux/mm.h>

struct chunk {
	struct page **list;
	int n;
};

int chunk_get(struct chunk *c, unsigned long addr)
{
	int got = get_user_pages_fast(addr, c->n, FOLL_WRITE, c->list);

	if (got < 0)
		return got;
	c->n = got;
	return 0;
}

void chunk_put(struct chunk *c, bool dirty)
{
	struct page **p = c->list;
	int n = c->n;

	while (n--) {
		if (!PageDirty(*p) && dirty)
			set_page_dirty_lock(*p);
		put_page(*p);
		p++;
	}
	c->n = 0;
}

void chunk_put_clean(struct chunk *c)
{
	struct page **p = c->list;
	int i;

	for (i = 0; i < c->n; i++)
		put_page(*p++);
	c->n = 0;
}
