// SPDX-License-Identifier: GPL-2.0
/* The page comes from a function of the file. */
#include <linux/mm.h>

static int cell_get_page(unsigned long addr, struct page **page)
{
	int ret = get_user_pages_fast(addr, 1, FOLL_WRITE, page);

	if (ret == 1)
		return 0;
	return ret < 0 ? ret : -EFAULT;
}

int cell_update(unsigned long addr, u32 delta)
{
	struct page *page;
	void *kaddr;
	int ret;

	ret = cell_get_page(addr, &page);
	if (ret)
		return ret;
	kaddr = kmap_local_page(page);
	*(u32 *)(kaddr + offset_in_page(addr)) += delta;
	kunmap_local(kaddr);
	put_page(page);
	set_page_dirty_lock(page);
	return 0;
}
