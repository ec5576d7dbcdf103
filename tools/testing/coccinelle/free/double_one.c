// SPDX-License-Identifier: GPL-2.0-only
static int poke(unsigned long addr)
{
	struct page *page;
	int ret;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	ret = poke_page(page);
	if (ret)
		put_user_page(page);
	put_user_page(page);
	return ret;
}
