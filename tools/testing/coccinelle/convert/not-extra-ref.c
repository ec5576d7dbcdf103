// SPDX-License-Identifier: GPL-2.0
/* A reference more is taken on one of the pages. */
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

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret;

	ret = buf_pin(b, addr);
	if (ret)
		return ret;
	get_page(b->pages[0]);
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
	return 0;
}
