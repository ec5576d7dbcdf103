// SPDX-License-Identifier: GPL-2.0
/* The page lock is dropped in between. */
#include <linux/mm.h>

static int peek(unsigned long addr, bool write)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, write ? FOLL_WRITE : 0, &page);
	if (ret != 1)
		return -EFAULT;
	poke(kmap_local_page(page));
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	put_page(page);
	return 0;
}
