// SPDX-License-Identifier: GPL-2.0-only
static void e2(struct v *v, struct page *page)
{
	unpin_user_pages(&page, 1);
	set_page_dirty_lock(page);
}
