// SPDX-License-Identifier: GPL-2.0-only
static int panel_flash(struct panel *pn, unsigned long at)
{
	struct page *row;

	if (pin_user_pages_fast(at, 1, 0, &row) != 1)
		return -EFAULT;
	scoped_guard(mutex, &pn->mutex) {
		if (panel_wait(pn))
			return -EIO;
	}
	unpin_user_page(row);
	return 0;
}
