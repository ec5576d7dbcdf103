// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0) {
		kvfree(pages);
		return got;
	}
	dev_run(dev, pages, got);
	kvfree(pages);
	return 0;
}
