// SPDX-License-Identifier: GPL-2.0
/* The address of memory goes through a parameter. */
#include <linux/mm.h>

struct entry {
	struct page *page;
};

static struct page *page_of(void *m)
{
	return virt_to_page(m);
}

void k(struct entry *e)
{
	void *m = kzalloc(PAGE_SIZE, GFP_KERNEL);

	e->page = page_of(m);
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
