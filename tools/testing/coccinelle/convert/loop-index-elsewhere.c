// SPDX-License-Identifier: GPL-2.0
/* Variables of other functions stay, whatever they are called. */
#include <linux/mm.h>

#define for_each_lane(x)	for (i = 0; i < (x)->lanes; i++)

int one(unsigned long addr)
{
	struct page *p[4];
	int i, n = get_user_pages_fast(addr, 4, 0, p);

	if (n < 0)
		return n;
	for (i = 0; i < n; i++) {
		struct page *page = p[i];

		put_page(page);
	}
	return 0;
}

int two(int x)
{
	struct page *page;
	int i;

	if (x < 4) {
		page = find(x);
		for (i = 0; i < x; i++)
			touch(i, page);
		return 3;
	}
	return 0;
}

void three(struct dev *d)
{
	int i;

	for_each_lane(d)
		d->lane = 0;
}

int four(unsigned long addr, int x)
{
	struct page *p[4];
	int i, n = get_user_pages_fast(addr, 4, 0, p);

	if (n < 0) {
		for (i = 0; i < x; i++)
			touch(i, NULL);
		return n;
	}
	for (i = 0; i < n; i++)
		put_page(p[i]);
	return 0;
}
