// SPDX-License-Identifier: GPL-2.0
/* Whose pages are in the list is not known. */
#include <linux/mm.h>

struct entry {
	struct page *page;
};

void entry_kernel(struct entry *e, struct list_head *l)
{
	struct page *p;

	list_for_each_entry(p, l, lru)
		e->page = p;
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
