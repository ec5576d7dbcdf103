// SPDX-License-Identifier: GPL-2.0
/* Another struct has a field of the same name, with kernel pages. */
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

struct ring {
	struct page **pages;
	int nr;
};

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		put_page(b->pages[i]);
	return ret;
}

void ring_free(struct ring *r)
{
	int i;

	for (i = 0; i < r->nr; i++) {
		put_page(r->pages[i]);
		r->pages[i] = alloc_page(GFP_KERNEL);
	}
}
