// SPDX-License-Identifier: GPL-2.0-only
static void a11(struct d *d)
{
	guard(spinlock_irqsave)(&d->lock);
	unpin_user_pages_dirty_lock(d->pages, d->n, true);
}
