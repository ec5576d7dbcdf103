// SPDX-License-Identifier: GPL-2.0
/* A page of another kind is put into the same memory by another name. */
#include <linux/mm.h>

struct view {
	union {
		struct page **pages;
		unsigned long *words;
	};
	int nr;
};

int view_get(struct view *v, unsigned long addr)
{
	return get_user_pages_fast(addr, v->nr, FOLL_WRITE, v->pages);
}

void view_add(struct view *v, int i)
{
	v->words[i] = (unsigned long)alloc_page(GFP_KERNEL);
}

void view_put(struct view *v)
{
	int i;

	for (i = 0; i < v->nr; i++)
		put_page(v->pages[i]);
}
