// SPDX-License-Identifier: GPL-2.0
/* Nobody releases in this file. */
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

int buf_start(struct buf *b, unsigned long addr)
{
	return buf_pin(b, addr);
}
