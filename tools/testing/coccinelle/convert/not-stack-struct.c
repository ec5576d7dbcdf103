// SPDX-License-Identifier: GPL-2.0
/* The struct ends with its function; who releases what is not given back? */
#include <linux/mm.h>

static void give_back(struct feed *feed, int i)
{
	put_page(feed->pages[i]);
}

int feed_user(struct sink *sink, unsigned long addr)
{
	struct page *pages[16];
	struct feed feed = {
		.pages = pages,
		.drop = give_back,
	};

	feed.n = get_user_pages_fast(addr, 16, 0, pages);
	if (feed.n <= 0)
		return -EFAULT;
	return sink_take(sink, &feed);
}
