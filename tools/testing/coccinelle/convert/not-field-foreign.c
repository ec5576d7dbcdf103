// SPDX-License-Identifier: GPL-2.0
/* The released field is filled by another function. */
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

int buf_fill(struct buf *b)
{
	b->pages[0] = grab_cache_page(b->mapping, 0);
	return 0;
}

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		put_page(b->pages[i]);
	return ret;
}
