// SPDX-License-Identifier: GPL-2.0-only
static int one(unsigned long addr)
{
	struct page *page;
	int ret = pin_user_pages_fast(addr, 1, 0, &page);

	if (ret != 1)
		return -EFAULT;
	use(page);
	unpin_user_page(page);
	page = alloc_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	use(page);
	put_page(page);
	return 0;
}
