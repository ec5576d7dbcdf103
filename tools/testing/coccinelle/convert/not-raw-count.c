// SPDX-License-Identifier: GPL-2.0
/* The count itself is changed. */
#include <linux/mm.h>

struct shared {
	struct page *page;
};

int share(struct shared *s, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &s->page) != 1)
		return -EFAULT;
	atomic_inc(&s->page->_refcount);
	return 0;
}

void unshare(struct shared *s)
{
	put_page(s->page);
}
