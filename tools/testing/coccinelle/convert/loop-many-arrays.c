// SPDX-License-Identifier: GPL-2.0
/* One page of each array; and an array that is another one every time. */
#include <linux/mm.h>

struct lane {
	struct page **pages;
};

int lanes_get(struct lane *l, unsigned long addr, int n)
{
	int got = get_user_pages_fast(addr, n, FOLL_WRITE, l->pages);

	return got == n ? 0 : -EFAULT;
}

void lanes_put(struct lane *l, int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(l[i].pages[i]);
	for (i = 0; i < n; i++)
		put_page((l++)->pages[i]);
}
