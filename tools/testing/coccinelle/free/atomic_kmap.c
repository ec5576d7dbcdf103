// SPDX-License-Identifier: GPL-2.0-only
static void a14(struct page *p, struct d *d)
{
	void *k = kmap_atomic(p);

	memcpy(k, d->buf, 16);
	set_page_dirty_lock(p);
	kunmap_atomic(k);
	unpin_user_page(p);
}
