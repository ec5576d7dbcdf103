// SPDX-License-Identifier: GPL-2.0
/* The raw result is the value a variable starts with. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *list[4];
	int got = get_user_pages_fast(addr, 4, 0, list);
	int i;

	for (i = 0; i < got; i++)
		put_page(list[i]);
	return 0;
}
