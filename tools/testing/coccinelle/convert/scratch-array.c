// SPDX-License-Identifier: GPL-2.0
/* The caller lends the array for the time of the call. */
#include <linux/mm.h>

int fill(struct page **pages, unsigned long addr, int nr)
{
	int i, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0)
		return got;
	if (got != nr)
		goto out;
	for (i = 0; i < got; i++)
		clear_highpage(pages[i]);
out:
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got == nr ? 0 : -EFAULT;
}
