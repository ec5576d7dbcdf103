// SPDX-License-Identifier: GPL-2.0
/* A release function that other files call with whatever they have. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

void put_all(struct page **list, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_page(list[i]);
}

int buf_io(struct buf *b, unsigned long addr)
{
	int ret = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);

	if (ret > 0)
		put_all(b->pages, ret);
	return 0;
}
