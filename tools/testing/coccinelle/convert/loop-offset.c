// SPDX-License-Identifier: GPL-2.0
/* A part of an array is one call, too, but not every second entry. */
#include <linux/mm.h>

struct parts {
	struct page *map[16];
};

int parts_do(struct parts *p, unsigned long one, unsigned long two)
{
	int i, a, b, ret = 0;

	a = get_user_pages_fast(one, 8, 0, &p->map[0]);
	if (a < 0)
		return a;
	b = get_user_pages_fast(two, 8, 0, &p->map[a]);
	if (b < 0)
		ret = b;
	if (b > 0) {
		for (i = 0; i < b; i++)
			put_page(p->map[a + i]);
	}
	for (i = 0; i < a; i++)
		put_page(p->map[i]);
	return ret;
}

int parts_second(struct parts *p, unsigned long addr)
{
	int i, n, half;

	n = get_user_pages_fast(addr, 16, 0, p->map);
	if (n < 0)
		return n;
	half = n / 2;
	for (i = 0; i < half; i++)
		put_page(p->map[i + i]);
	for (i = 0; i < half; i++)
		put_page(p->map[i + i + 1]);
	return 0;
}

struct grows {
	struct page **map;
	int have;
};

int grow(struct grows *g, unsigned long addr, int want)
{
	int i, n;

	n = get_user_pages_fast(addr, want, 0, g->map + g->have);
	if (n < 0)
		return n;
	if (n < want) {
		for (i = 0; i < n; i++)
			put_page(g->map[g->have + i]);
		return -EFAULT;
	}
	g->have += n;
	return 0;
}

void shrink(struct grows *g)
{
	int i, first = 0;

	for (i = 0; i < g->have / 2; i++)
		put_page(g->map[first++ + i]);
}
