// SPDX-License-Identifier: GPL-2.0
/* Text that is no UTF-8, as français in Latin 1. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *page;
	int got = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);	/* reçu */

	if (got == 1)
		put_page(page);		/* ça */
	return got;
}
