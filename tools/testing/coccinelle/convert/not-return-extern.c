// SPDX-License-Identifier: GPL-2.0
/* The page is returned to callers in other files. */
#include <linux/mm.h>

struct page *grab(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return NULL;
	return page;
}

void drop_it(unsigned long addr)
{
	struct page *page = grab(addr);

	if (page)
		put_page(page);
}
