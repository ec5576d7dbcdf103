// SPDX-License-Identifier: GPL-2.0
/* On the good path only the number of the page is left, in another file. */
#include <linux/mm.h>

int track(void *dev, unsigned long pfn);

int add(void *dev, unsigned long addr)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return -EFAULT;
	ret = track(dev, page_to_pfn(page));
	if (ret)
		put_page(page);
	return ret;
}
