// SPDX-License-Identifier: GPL-2.0-only
static void gd(struct d *d)
{
	guard(mutex)(&d->m);
	unpin_user_pages_dirty_lock(d->pages, d->n, true);
}
