// SPDX-License-Identifier: GPL-2.0
/* The array is filled by pin_user_pages_fast() as well. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int ret;

	if (b->write)
		return pin_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
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
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
	return 0;
}
