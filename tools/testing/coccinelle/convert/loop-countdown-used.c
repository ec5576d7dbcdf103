// SPDX-License-Identifier: GPL-2.0
/* That nothing is left is used; an error goes through the loop. */
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
	return n;
}

void peek_raw(unsigned long addr)
{
	struct page *pages[16];
	int n = get_user_pages_fast(addr, 16, 0, pages);

	while (n > 0)
		put_page(pages[--n]);
}

int peek_again(unsigned long addr)
{
	struct page *pages[16];
	int n = get_user_pages_fast(addr, 16, 0, pages);

	if (n <= 0)
		return -EFAULT;
	while (n > 0) {
		n--;
		put_page(pages[n]);
	}
	n = more(n);
	return n;
}
