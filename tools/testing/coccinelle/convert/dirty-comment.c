// SPDX-License-Identifier: GPL-2.0
/* What is between dirtying and the release is only a comment. */
#include <linux/mm.h>

int one_io(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	SetPageDirty(page);
	/*
	 * The device has written to all of it, so there is
	 * nothing to ask before the page goes back.
	 */
	put_page(page);
	return 0;
}
