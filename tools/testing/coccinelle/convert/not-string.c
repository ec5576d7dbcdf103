// SPDX-License-Identifier: GPL-2.0
/* The name is only in a string. */
#include <linux/mm.h>

void complain(struct page *page)
{
	pr_err("get_user_pages() failed\n");
	put_page(page);
}
