// SPDX-License-Identifier: GPL-2.0
/* The loop asks every time whether there is an array. */
#include <linux/mm.h>

int peek(unsigned long addr, unsigned int n)
{
	struct page **pages;
	unsigned int i;
	int ret = -ENOMEM;

	pages = kmalloc_array(n, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		goto out;
	ret = get_user_pages_fast(addr, n, FOLL_WRITE, pages);
	if (ret != n) {
		n = ret > 0 ? ret : 0;
		ret = -EAGAIN;
		goto out;
	}
	ret = use(page_address(pages[0]));
out:
	for (i = 0; pages && i < n; i++)
		put_page(pages[i]);
	kfree(pages);
	return ret;
}
