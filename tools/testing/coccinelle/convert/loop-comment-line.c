// SPDX-License-Identifier: GPL-2.0
/* Comments beside code of a loop that becomes one call. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool in;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int got = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages); /* short is fine */

	if (got < 0)
		return got;
	b->nr = got;	/* what there is */
	return 0;
}

static void buf_unpin(struct buf *b)
{
	unsigned int i;	/* an index */

	for (i = 0; i < b->nr; i++) {	/* all of them */
		if (b->in)	// "written" by the device
			set_page_dirty_lock(b->pages[i]);
		put_page(b->pages[i]);	/* it may go,
					 * now that it is dirty */
	}
	b->nr = 0;	/* none left */
}

int buf_io(struct buf *b, unsigned long addr)
{
	int ret = buf_pin(b, addr);

	if (!ret)
		buf_unpin(b);
	return ret;
}
