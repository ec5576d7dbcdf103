// SPDX-License-Identifier: GPL-2.0
/* A macro that releases, named by option: its calls on these pages change. */
#include <linux/mm.h>

#define my_put_page(p) put_page(p)
#define my_put_pages(p, n) release_pages(p, n)

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
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		my_put_page(b->pages[i]);
	return ret;
}

int buf_io_all(struct buf *b, unsigned long addr)
{
	int ret = buf_pin(b, addr);

	if (!ret)
		my_put_pages(b->pages, b->nr);
	return ret;
}
