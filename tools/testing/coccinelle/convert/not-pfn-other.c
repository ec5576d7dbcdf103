// SPDX-License-Identifier: GPL-2.0
/* Another function releases by an address that may be one of these. */
#include <linux/mm.h>

struct map {
	u64 addr;
	int nr;
};

void map_drop(struct map *m)
{
	struct page *page = pfn_to_page(m->addr >> PAGE_SHIFT);

	put_page(page);
}

int map_take(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (map_add(addr, page_to_pfn(page)) < 0)
		put_page(page);
	return 0;
}
