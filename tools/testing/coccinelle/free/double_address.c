// SPDX-License-Identifier: GPL-2.0-only
static void x2(struct e *e)
{
	struct page *p = e->page;

	if (e->dirty)
		unpin_user_pages_dirty_lock(&p, 1, true);
	unpin_user_page(p);
}
