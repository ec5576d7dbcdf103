// SPDX-License-Identifier: GPL-2.0
/* The same pages by two names, or as numbers. */
#include <linux/mm.h>

struct view {
	union {
		struct page **pages;
		struct page **user_pages;
		unsigned long *pfns;
	};
	int nr;
};

int view_get(struct view *v, unsigned long addr)
{
	return get_user_pages_fast(addr, v->nr, FOLL_WRITE, v->pages);
}

void view_put(struct view *v)
{
	int i;

	for (i = 0; i < v->nr; i++)
		put_page(v->user_pages[i]);
	memset(v->pfns, 0, v->nr * sizeof(*v->pfns));
}
