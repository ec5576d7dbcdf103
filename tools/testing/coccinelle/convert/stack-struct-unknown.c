// SPDX-License-Identifier: GPL-2.0
/* A struct of a header that is not here lends the array for one call. */
#include <linux/mm.h>

int report(struct seq *s, unsigned long addr, int len)
{
	struct walker walk;
	struct page **pages = NULL;
	int i, got, ret;

	pages = kcalloc(4, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, 4, FOLL_WRITE, pages);
	if (got < 0) {
		kfree(pages);
		return got;
	}
	walk.pages = pages;
	walk.offset = 0;
	ret = s->show(s, &walk);
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	kfree(pages);
	return ret;
}
