// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

struct dev {
	struct page **pages;
	int nr;
};

static int take(unsigned long addr, int nr, int write, unsigned int extra, struct page **pages)
{
	unsigned int flags = extra | (write ? FOLL_WRITE : 0);
	int got = pin_user_pages_fast(addr, nr, flags, pages);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(pages, got);
	return got < 0 ? got : -EFAULT;
}

int use(struct dev *dev, unsigned long addr)
{
	int ret = take(addr, dev->nr, 1, FOLL_GET, dev->pages);

	if (ret)
		return ret;
	ret = run(dev);
	unpin_user_pages(dev->pages, dev->nr);
	return ret;
}

int use_forced(struct dev *dev, unsigned long addr)
{
	int ret = take(addr, dev->nr, 1, FOLL_FORCE, dev->pages);

	if (ret)
		return ret;
	ret = run(dev);
	unpin_user_pages(dev->pages, dev->nr);
	return ret;
}
