// SPDX-License-Identifier: GPL-2.0
/* The named wrapper releases an array that can hold kernel pages. */
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

int buf_io(struct buf *b, unsigned long addr, bool user)
{
	unsigned int i;
	int ret = 0;

	if (user)
		ret = buf_pin(b, addr);
	else
		b->pages[0] = alloc_page(GFP_KERNEL);
	for (i = 0; !ret && i < b->nr; i++)
		my_put_page(b->pages[i]);
	return ret;
}
