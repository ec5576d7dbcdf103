// SPDX-License-Identifier: GPL-2.0
/* A helper that releases one page, called with these pages only. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int ret;

	ret = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

static void put_one(struct page *page, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(page);
	put_page(page);
}

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		put_one(b->pages[i], b->write);
	return ret;
}
