// SPDX-License-Identifier: GPL-2.0
/* The field may hold -EFAULT: a loop does nothing then. */
#include <linux/mm.h>

struct ring {
	struct page **pages;
	long nr;
};

static void ring_free(struct ring *r)
{
	long i;

	for (i = 0; i < r->nr; i++)
		put_page(r->pages[i]);
	kfree(r->pages);
}

int ring_setup(struct ring *r, unsigned long addr, int n)
{
	r->pages = kcalloc(n, sizeof(*r->pages), GFP_KERNEL);
	r->nr = get_user_pages_fast(addr, n, FOLL_WRITE, r->pages);
	if (r->nr != n) {
		ring_free(r);
		return -EAGAIN;
	}
	return 0;
}
