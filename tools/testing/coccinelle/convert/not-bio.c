// SPDX-License-Identifier: GPL-2.0
/* The pages go into a bio. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
	struct bio *bio;
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
	bio_add_page(b->bio, b->pages[0], PAGE_SIZE, 0);
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
	return 0;
}
