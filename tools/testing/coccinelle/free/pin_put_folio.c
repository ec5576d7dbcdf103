// SPDX-License-Identifier: GPL-2.0-only
static int key_check(unsigned long addr)
{
	struct page *page;
	struct folio *folio;
	int ret;

	ret = pin_user_pages_fast(addr, 1, 0, &page);
	if (ret != 1)
		return -EFAULT;
	folio = page_folio(page);
	ret = key_compare(folio);
	folio_put(folio);
	return ret;
}
