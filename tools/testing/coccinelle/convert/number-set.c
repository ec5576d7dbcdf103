// SPDX-License-Identifier: GPL-2.0
/* The release finds the page by a number that a function elsewhere can set. */
#include <linux/mm.h>

static void unuse(unsigned long hpa)
{
	put_page(pfn_to_page(hpa >> PAGE_SHIFT));
}

static int use(unsigned long addr, unsigned long *hpa)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	*hpa = page_to_phys(page);
	return 0;
}

int clear(struct table *tbl, unsigned long entry)
{
	unsigned long old = 0;
	int ret;

	ret = xchg_entry(tbl, entry, &old);
	if (!ret && old)
		unuse(old);
	return ret;
}

int build(struct table *tbl, unsigned long entry, unsigned long addr)
{
	unsigned long hpa;
	int ret;

	ret = use(addr, &hpa);
	if (ret)
		return ret;
	ret = xchg_entry(tbl, entry, &hpa);
	if (ret)
		unuse(hpa);
	return ret;
}
