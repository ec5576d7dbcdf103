// SPDX-License-Identifier: GPL-2.0
/* A wrapper after set_page_dirty_lock(): folded as put_page() would be. */
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
	int ret = buf_pin(b, addr);

	if (ret)
		return ret;
	for (i = 0; i < b->nr; i++) {
		set_page_dirty_lock(b->pages[i]);
		my_put_page(b->pages[i]);
	}
	return 0;
}
