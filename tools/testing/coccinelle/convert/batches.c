// SPDX-License-Identifier: GPL-2.0
/* Taken in batches: pointer into the array, one release. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	unsigned int done = 0;
	int ret;

	while (done < b->nr) {
		ret = get_user_pages_fast(addr + done * PAGE_SIZE, b->nr - done,
					  FOLL_WRITE, &b->pages[done]);
		if (ret <= 0)
			goto undo;
		done += ret;
	}
	return 0;

undo:
	while (done--)
		put_page(b->pages[done]);
	return -EFAULT;
}

int buf_io(struct buf *b, unsigned long addr)
{
	int i, ret = buf_pin(b, addr);

	if (ret)
		return ret;
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
	return 0;
}
