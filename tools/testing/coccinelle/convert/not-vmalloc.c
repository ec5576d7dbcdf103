// SPDX-License-Identifier: GPL-2.0
/* Pages of a kernel buffer in the same array. */
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

static void buf_kernel(struct buf *b, void *p)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++) {
		b->pages[i] = vmalloc_to_page(p + i * PAGE_SIZE);
		get_page(b->pages[i]);
	}
}

void buf_bounce(struct buf *b, void *p)
{
	buf_kernel(b, p);
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
