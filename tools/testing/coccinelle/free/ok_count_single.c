// SPDX-License-Identifier: GPL-2.0-only
static int dev_poke(unsigned long addr)
{
	struct page *page;
	int got = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);

	if (got <= 0)
		return -EFAULT;
	poke(page);
	put_user_pages(&page, 1);
	return 0;
}
