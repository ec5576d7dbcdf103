// SPDX-License-Identifier: GPL-2.0-only
/* All pages first, then their folios. */
static void reed_cut(struct reed *r)
{
	int i;

	unpin_user_pages(r->stems, r->nr);
	for (i = 0; i < r->nr; i++) {
		struct folio *f = page_folio(r->stems[i]);

		folio_lock(f);
		folio_mark_dirty(f);
		folio_unlock(f);
	}
}

static void reed_cut_good(struct reed *r)
{
	int i;

	for (i = 0; i < r->nr; i++) {
		struct folio *f = page_folio(r->stems[i]);

		folio_lock(f);
		folio_mark_dirty(f);
		folio_unlock(f);
	}
	unpin_user_pages(r->stems, r->nr);
}
