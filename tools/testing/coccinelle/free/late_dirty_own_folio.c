// SPDX-License-Identifier: GPL-2.0-only
static void d6(struct folio *f)
{
	unpin_user_folio(f, 1);
	folio_lock(f);
	folio_mark_dirty(f);
	folio_unlock(f);
}
