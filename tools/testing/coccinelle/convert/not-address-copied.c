// SPDX-License-Identifier: GPL-2.0
/* The address of memory goes through another variable. */
#include <linux/mm.h>

struct entry {
	struct page *page;
};

void entry_kernel(struct entry *e)
{
	void *m = kzalloc(PAGE_SIZE, GFP_KERNEL);
	phys_addr_t a = virt_to_phys(m);

	e->page = phys_to_page(a);
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
