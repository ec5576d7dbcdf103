// SPDX-License-Identifier: GPL-2.0
/* One label, reached with and without the call. */
#include <linux/mm.h>

int fill(struct obj *obj, unsigned long addr, bool user)
{
	struct page **pages = kcalloc(obj->n, sizeof(*pages), GFP_KERNEL);
	int i, n;

	if (!user) {
		n = 0;
	} else {
		n = get_user_pages_fast(addr, obj->n, FOLL_WRITE, pages);
	}
	if (n != obj->n)
		goto out;
	for (i = 0; i < obj->n; i++)
		use(page_address(pages[i]));
out:
	for (i = 0; i < n; i++)
		put_page(pages[i]);
	kfree(pages);
	return 0;
}
