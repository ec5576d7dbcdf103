// SPDX-License-Identifier: GPL-2.0-only
static void y2(struct e *e, bool wr)
{
	if (wr)
		unpin_user_pages_dirty_lock(e->pages, e->n, true);
	if (!wr)
		unpin_user_pages(e->pages, e->n);
}
