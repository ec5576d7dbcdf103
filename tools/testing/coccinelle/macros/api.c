// SPDX-License-Identifier: GPL-2.0
/* spatch cannot read the head of a function without being told of the macro. */
#include <linux/mm.h>

OUR_API(int) peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	start_transfer(page_to_phys(page));
	put_page(page);
	return 0;
}

OUR_API(int) poke(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	start_transfer(page_to_phys(page));
	put_user_page(page);
	return 0;
}
