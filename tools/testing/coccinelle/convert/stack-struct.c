// SPDX-License-Identifier: GPL-2.0
/* The struct ends with its function, and so do the pins. */
#include <linux/mm.h>

struct meal {
	struct page **pages;
	int n;
};

int meal_user(struct sink *sink, unsigned long addr)
{
	struct page *pages[16];
	struct meal feed = {
		.pages = pages,
	};
	int ret;

	feed.n = get_user_pages_fast(addr, 16, 0, pages);
	if (feed.n <= 0)
		return -EFAULT;
	ret = sink_read(sink, &feed);
	release_pages(pages, feed.n);
	return ret;
}
