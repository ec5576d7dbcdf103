// SPDX-License-Identifier: GPL-2.0
/* In one version the pages come from elsewhere, under another name. */
#include <linux/mm.h>

struct stock {
	struct page *spare[2];
	struct page *page;
};

#ifdef STOCK_OLD
static void stock_drop(struct page *old)
{
	put_page(old);
}
#else
static void stock_drop(struct page *page)
{
	page_cache_release(page);
}
#endif

static int stock_take(struct stock *s, unsigned long addr)
{
	return get_user_pages_fast(addr, 1, FOLL_WRITE, &s->page) == 1 ? 0 : -EFAULT;
}

static void stock_end(struct stock *s)
{
	stock_drop(s->page);
	s->spare[0] = alloc_page(GFP_KERNEL);
	if (s->spare[0])
		stock_drop(s->spare[0]);
}
