// SPDX-License-Identifier: GPL-2.0
/* Released on the error path only; the good path keeps them for another file. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

int buf_start(struct buf *b, unsigned long addr, int nr)
{
	struct page **list = kcalloc(nr, sizeof(*list), GFP_KERNEL);
	int i, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (got != nr) {
		for (i = 0; i < got; i++)
			put_page(list[i]);
		return -EFAULT;
	}
	b->pages = list;
	return 0;
}
