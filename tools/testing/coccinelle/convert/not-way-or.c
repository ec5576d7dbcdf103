// SPDX-License-Identifier: GPL-2.0
/* The function may end with the page, if only the other part of the test holds. */
#include <linux/mm.h>

int look(unsigned long addr, bool write)
{
	struct page *page;
	int err;

	err = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (err < 0 || write)
		return err;
	put_page(page);
	return 0;
}
