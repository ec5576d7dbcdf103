// SPDX-License-Identifier: GPL-2.0
/* A name of one's own for no array. */
#include <linux/mm.h>

#define drvNULL ((void *)0)

int hold(struct owner *o, unsigned long addr, int nr)
{
	struct page **list = drvNULL;
	int k, got = 0;

	list = kcalloc(nr, sizeof(*list), GFP_KERNEL);
	if (list != drvNULL)
		got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	for (k = 0; k < got; k++)
		clear_highpage(list[k]);
	for (k = 0; k < got; k++) {
		if (list[k] == drvNULL)
			break;
		put_page(list[k]);
	}
	kfree(list);
	return got;
}
