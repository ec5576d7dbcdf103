// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, ret;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0) {
		ret = got;
		goto out_free;
	}
	if (dma_map(dev, pages, got)) {
		ret = -ENOMEM;
		goto out_free;
	}
	ret = dev_run(dev);
	put_user_pages_dirty_lock(pages, got, true);
out_free:
	kvfree(pages);
	return ret;
}
