// SPDX-License-Identifier: GPL-2.0
/* The release is a callback: who knows with which page. */
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

static void drop(struct page *page)
{
	put_page(page);
}

struct page_ops buf_ops = {
	.drop = drop,
};

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		drop(b->pages[i]);
	return ret;
}
