// SPDX-License-Identifier: GPL-2.0
/* Only the number of the page survives the function, in somebody else's hands. */
#include <linux/mm.h>

unsigned long frame_hold(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return 0;
	if (PageReserved(page)) {
		put_page(page);
		return 0;
	}
	return page_to_pfn(page);
}
