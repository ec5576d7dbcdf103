// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, ret = -EFAULT;

	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, 0, pages);
	if (got != nr)
		goto out;
	ret = dev_run(dev, pages, nr);
	release_pages(pages, nr);
out:
	kvfree(pages);
	return ret;
}
