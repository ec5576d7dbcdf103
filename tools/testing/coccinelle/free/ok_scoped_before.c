// SPDX-License-Identifier: GPL-2.0-only
static void ag10(struct d *d)
{
	scoped_guard(spinlock, &d->lock)
		list_del(&d->node);
	unpin_user_pages_dirty_lock(d->pages, d->n, true);
}
