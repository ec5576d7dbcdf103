// SPDX-License-Identifier: GPL-2.0-only
static int dev_set(struct dev *dev, unsigned long addr, int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, ret;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got < 0) {
		ret = got;
		goto out_free;
	}
	if (got != nr) {
		ret = -EFAULT;
		goto out_unpin;
	}
	ret = dev_range(dev, pages, nr);
	if (ret)
		goto out_unpin;
	kvfree(pages);
	return 0;

out_unpin:
	put_user_pages(pages, got);
out_free:
	kvfree(pages);
	return ret;
}
