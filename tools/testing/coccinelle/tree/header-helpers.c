// SPDX-License-Identifier: GPL-2.0
/* It takes pages with the helper of a header, and gives them back itself. */
#include <linux/mm.h>
#include "not-header-helpers.h"

int drv_peek(unsigned long addr)
{
	struct page *page;

	if (helper_get(addr, 1, &page) != 1)
		return -EFAULT;
	use(page_address(page));
	put_page(page);
	return 0;
}
