// SPDX-License-Identifier: GPL-2.0
/* The array is NULL only where the call is not reached. */
#include <linux/mm.h>

int look(unsigned long addr, int n, bool keep)
{
	struct page *few[8], **pages = NULL;
	int i, got, ret = -ENOMEM;

	if (n > 64)
		goto out;
	if (n > 8)
		pages = kcalloc(n, sizeof(*pages), GFP_KERNEL);
	else
		pages = few;
	if (pages == NULL)
		goto out;
	got = get_user_pages_fast(addr, n, 0, pages);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	ret = 0;
out:
	if (pages != few)
		kfree(pages);
	return ret;
}
