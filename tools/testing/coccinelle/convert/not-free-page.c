// SPDX-License-Identifier: GPL-2.0
/* __free_page() on what get_user_pages_fast() returned. */
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
	for (i = 0; i < b->nr; i++)
		__free_page(b->pages[i]);
	return 0;
}
