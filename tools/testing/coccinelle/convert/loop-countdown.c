// SPDX-License-Identifier: GPL-2.0
/* Backwards, down to nothing. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *pages[16];
	int n = get_user_pages_fast(addr, 16, 0, pages);

	if (n <= 0)
		return -EFAULT;
	use(page_address(pages[0]));
	while (n)
		put_page(pages[--n]);
	return 0;
}

int poke(unsigned long addr)
{
	struct page *pages[16];
	int n = get_user_pages_fast(addr, 16, FOLL_WRITE, pages);

	if (n <= 0)
		return -EFAULT;
	use(page_address(pages[0]));
	while (n > 0) {
		n--;
		set_page_dirty_lock(pages[n]);
		put_page(pages[n]);
	}
	return 0;
}
