// SPDX-License-Identifier: GPL-2.0
/* An #if inside of what could become one call: the arms stay. */
#include <linux/mm.h>

struct area {
	struct page **pages;
	int n;
	bool wrote;
};

int area_get(struct area *a, unsigned long addr)
{
	int got = get_user_pages_fast(addr, a->n, FOLL_WRITE, a->pages);

	if (got < 0)
		return got;
	a->n = got;
	return 0;
}

void area_put_condition(struct area *a)
{
	int i;

	for (i = 0; i < a->n; i++) {
#ifdef TRACK_WRITES
		if (a->wrote)
#endif
			set_page_dirty_lock(a->pages[i]);
		put_page(a->pages[i]);
	}
}

void area_put_direction(struct area *a)
{
	int i;

#ifdef BACKWARDS
	for (i = a->n - 1; i >= 0; i--)
#else
	for (i = 0; i < a->n; i++)
#endif
		put_page(a->pages[i]);
}

void area_put_one(struct area *a)
{
#ifdef TRACK_WRITES
	if (a->wrote)
#endif
		set_page_dirty_lock(a->pages[0]);
	put_page(a->pages[0]);
}

void area_put_arm(struct area *a)
{
#ifdef TRACK_WRITES
	int i;

	for (i = 0; i < a->n; i++)
		put_page(a->pages[i]);
#endif
}
