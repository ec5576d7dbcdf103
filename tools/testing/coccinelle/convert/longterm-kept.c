// SPDX-License-Identifier: GPL-2.0
/* Pins that outlive the call: converted, and the flag is a question. */
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

int buf_register(struct buf *b, unsigned long addr)
{
	return buf_pin(b, addr);
}

void buf_unregister(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
}
