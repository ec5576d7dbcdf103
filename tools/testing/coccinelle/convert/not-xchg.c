// SPDX-License-Identifier: GPL-2.0
/* xchg() stores a page as well as giving one. */
#include <linux/mm.h>

struct entry {
	struct page *page;
};

void entry_kernel(struct entry *e)
{
	struct page *z = alloc_page(GFP_KERNEL);

	z = xchg(&e->page, z);
}

int entry_user(struct entry *e, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	e->page = page;
	return 0;
}

void entry_drop(struct entry *e)
{
	put_page(e->page);
}
