// SPDX-License-Identifier: GPL-2.0-only
static int tl(struct d *d)
{
	if (!spin_trylock(&d->lock))
		return -EBUSY;
	unpin_user_pages_dirty_lock(d->pages, d->n, true);
	spin_unlock(&d->lock);
	return 0;
}
