// SPDX-License-Identifier: GPL-2.0-only
static void done(struct page *page)
{
	struct folio *folio = page_folio(page);

	unpin_user_page(page);
	folio_mark_dirty_lock(folio);
}
