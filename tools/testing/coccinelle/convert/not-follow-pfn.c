// SPDX-License-Identifier: GPL-2.0
/* The number is that of a page that was taken, or of one that only is mapped. */
#include <linux/mm.h>

static int find(struct vm_area_struct *vma, unsigned long addr, unsigned long *pfn)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1) {
		*pfn = page_to_pfn(page);
		return 0;
	}
	return follow_pfn(vma, addr, pfn);
}

static void drop(unsigned long pfn)
{
	if (pfn_valid(pfn))
		put_page(pfn_to_page(pfn));
}

int look(struct vm_area_struct *vma, unsigned long addr)
{
	unsigned long pfn;
	int ret;

	ret = find(vma, addr, &pfn);
	if (ret)
		return ret;
	drop(pfn);
	return 0;
}
