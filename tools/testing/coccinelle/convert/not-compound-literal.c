// SPDX-License-Identifier: GPL-2.0
/* A compound literal fills a field. */
#include <linux/mm.h>

struct entry {
	struct page *page;
};

void entry_kernel(struct entry *e)
{
	*e = (struct entry){ .page = alloc_page(GFP_KERNEL) };
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
