// SPDX-License-Identifier: GPL-2.0-only
static bool hatch_peek(unsigned long hva, u64 *word)
{
	struct page *page;
	u64 *k;

	if (!get_user_page_fast_only(hva, FOLL_WRITE, &page))
		return false;
	k = kmap_local_page(page);
	*word = READ_ONCE(k[offset_in_page(hva) >> 3]);
	kunmap_local(k);
	put_page(page);
	return true;
}
