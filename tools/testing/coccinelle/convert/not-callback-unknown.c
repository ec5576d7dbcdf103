// SPDX-License-Identifier: GPL-2.0
/* The pages are given to a function pointer. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
	void (*done)(struct page **pages, int nr);
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
	b->done(b->pages, b->nr);
	i = 0;
	return 0;
}
