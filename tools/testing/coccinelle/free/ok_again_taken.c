// SPDX-License-Identifier: GPL-2.0-only
static int stream(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got;

	while (nr > 0) {
		got = pin_user_pages_fast(addr, min(nr, 16), FOLL_WRITE, pages);
		if (got <= 0)
			return -EFAULT;
		dev_run(dev, pages, got);
		put_user_pages_dirty_lock(pages, got, true);
		nr -= got;
		addr += got * PAGE_SIZE;
	}
	return 0;
}
