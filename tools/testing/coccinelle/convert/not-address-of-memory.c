// SPDX-License-Identifier: GPL-2.0
/* An entry can have a page of the kernel by its address. */
#include <linux/mm.h>

struct entry {
	struct page *page;
	dma_addr_t dma;
};

int entry_kernel(struct entry *e)
{
	unsigned long addr = get_zeroed_page(GFP_KERNEL);

	if (!addr)
		return -ENOMEM;
	e->page = virt_to_page((void *)addr);
	return 0;
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
