// SPDX-License-Identifier: GPL-2.0
/* Another file gets the number of the page, and it is released in the end. */
#include <linux/mm.h>

int touch(void *dev, unsigned long pfn);

int poke(void *dev, unsigned long addr)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return -EFAULT;
	ret = touch(dev, page_to_pfn(page));
	if (ret)
		pr_err("no\n");
	put_page(page);
	return ret;
}

int poke_all(void *dev, unsigned long addr, struct page **pages, int nr)
{
	int i, got, ret = 0;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < nr) {
		ret = -EFAULT;
		goto out;
	}
	for (i = 0; i < nr; i++) {
		ret = touch(dev, page_to_pfn(pages[i]));
		if (ret)
			break;
	}
out:
	if (got > 0)
		release_pages(pages, got);
	return ret;
}

int poke_some(void *dev, unsigned long addr, int want)
{
	struct page *pages[16];
	int ret, nr = 0;

	if (!want)
		goto out;
	ret = get_user_pages_fast(addr, want, FOLL_WRITE, pages);
	if (ret > 0)
		nr = ret;
	ret = touch(dev, page_to_pfn(pages[0]));
	if (ret)
		pr_err("no\n");
out:
	if (nr)
		release_pages(pages, nr);
	return 0;
}
