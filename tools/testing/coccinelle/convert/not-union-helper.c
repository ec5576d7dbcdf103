// SPDX-License-Identifier: GPL-2.0
/* A helper that releases user and kernel pages. */
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

int buf_io(struct buf *b, unsigned long addr)
{
	struct page *spare = alloc_page(GFP_KERNEL);
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		drop(b->pages[i]);
	drop(spare);
	return ret;
}
