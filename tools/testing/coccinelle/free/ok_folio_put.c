// SPDX-License-Identifier: GPL-2.0-only
static int peek(unsigned long a)
{
	struct page *page;
	struct folio *folio;

	if (get_user_pages_fast(a, 1, 0, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	if (folio_test_anon(folio)) {
		folio_put(folio);
		return -EINVAL;
	}
	folio_put(folio);
	return 0;
}
