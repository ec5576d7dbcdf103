// SPDX-License-Identifier: GPL-2.0-only
/* By the folio that the page is in. */
static void moth_out(struct moth *m)
{
	struct page **p, **end = m->wings + m->nr;

	for (p = m->wings; p != end; p++) {
		unpin_user_folio(page_folio(*p), 1);
		set_page_dirty_lock(*p);
	}
}

static void moth_out_good(struct moth *m)
{
	struct page **p, **end = m->wings + m->nr;

	for (p = m->wings; p != end; p++) {
		set_page_dirty_lock(*p);
		unpin_user_folio(page_folio(*p), 1);
	}
}

static int moth_in(struct moth *m, unsigned long at, int nr)
{
	m->nr = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, m->wings);
	return m->nr;
}
