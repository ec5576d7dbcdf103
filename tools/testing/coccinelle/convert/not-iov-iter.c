// SPDX-License-Identifier: GPL-2.0
/* iov_iter_get_pages2() fills the same array. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
	struct iov_iter *iter;
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
	size_t off;

	ret = buf_pin(b, addr);
	if (ret)
		return ret;
	iov_iter_get_pages2(b->iter, b->pages, PAGE_SIZE, 1, &off);
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
	return 0;
}
