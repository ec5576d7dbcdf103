// SPDX-License-Identifier: GPL-2.0
/* The struct that keeps the pages lives on the stack of the caller. */
#include <linux/mm.h>

struct iter {
	struct page **pages;
	void *addr;
};

int fill(unsigned long start, int nr, void (*func)(struct iter *it))
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	struct iter it;
	int i, got = get_user_pages_fast(start, nr, FOLL_WRITE, pages);

	if (got <= 0)
		return got;
	it.pages = pages;
	func(&it);
	for (i = 0; i < got; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	kfree(pages);
	return 0;
}
