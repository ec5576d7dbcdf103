// SPDX-License-Identifier: GPL-2.0-only
static void panel_blank(struct panel *pn)
{
	scoped_guard(spinlock_irq, &pn->lock) {
		if (!pn->shown)
			return;
		unpin_user_pages_dirty_lock(pn->rows, pn->nr_rows, true);
		pn->shown = 0;
	}
}
