// SPDX-License-Identifier: GPL-2.0
/* set_page_dirty() takes no page lock, and nobody knows what the callers hold: it stays. */
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

void buf_unpin(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++) {
		set_page_dirty(b->pages[i]);
		put_page(b->pages[i]);
	}
}

int buf_io(struct buf *b, unsigned long addr)
{
	int ret = buf_pin(b, addr);

	if (!ret)
		buf_unpin(b);
	return ret;
}
