// SPDX-License-Identifier: GPL-2.0
/* What was said in the loop is said above the call. */
#include <linux/mm.h>

struct xfer {
	struct page **pages;
	unsigned int nr;
	bool in;
};

static int xfer_start(struct xfer *x, unsigned long addr)
{
	int i, got;

	got = get_user_pages_fast(addr, x->nr, x->in ? FOLL_WRITE : 0, x->pages);
	if (got >= 0 && got < x->nr) {
		for (i = 0; i < got; i++) {
			// nothing was transferred yet
			put_page(x->pages[i]);
		}
		return -EFAULT;
	}
	return got < 0 ? got : 0;
}

static void xfer_end(struct xfer *x)
{
	unsigned int i;

	for (i = 0; i < x->nr; i++) {
		struct page *page = x->pages[i];

		/*
		 * The device wrote here, and
		 * nobody else knows.
		 */
		if (x->in)
			set_page_dirty_lock(page);
		/* Now it may go. */
		put_page(page);
	}
	x->nr = 0;
}
