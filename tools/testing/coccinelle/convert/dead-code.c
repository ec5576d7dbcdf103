// SPDX-License-Identifier: GPL-2.0
/* What #if 0 takes out is not looked at, its #else is. */
#include <linux/mm.h>

#if 0
static void peek_old(unsigned long addr)
{
	struct page *page;

	get_user_pages(current, current->mm, addr, 1, 1, 0, &page, NULL);
#ifdef PEEK
	put_page(page);
#endif
}
#else
static void peek_done(struct page *page)
{
	put_page(page);
}
#endif

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
#if 0
	set_page_dirty(page);
	put_page(page);
#endif
	peek_done(page);
	return 0;
}
