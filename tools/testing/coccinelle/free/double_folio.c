// SPDX-License-Identifier: GPL-2.0-only
static int f7(unsigned long a)
{
	struct page *pg;
	struct folio *fo;

	if (pin_user_pages_fast(a, 1, 0, &pg) != 1)
		return -EFAULT;
	fo = page_folio(pg);
	peek(fo);
	unpin_user_folio(fo, 1);
	unpin_user_page(pg);
	return 0;
}
