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

int add_all(void *dev, unsigned long addr, int left)
{
	struct page *page;

	while (left) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
		if (track(dev, page_to_pfn(page)) == 0) {
			left--;
			continue;
		}
		put_page(page);
	}
	return 0;
}

int add_state(void *dev, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) < 1)
		return -EFAULT;
	switch (track(dev, page_to_pfn(page))) {
	case 0:
		return 0;
	case 1:
		put_page(page);
		return -EAGAIN;
	default:
		put_page(page);
		return -EIO;
	}
}
