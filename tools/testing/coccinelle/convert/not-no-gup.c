// SPDX-License-Identifier: GPL-2.0
/* put_page() without any get_user_pages*(). */
#include <linux/mm.h>

void drop(struct page *page)
{
	set_page_dirty_lock(page);
	put_page(page);
}
