// SPDX-License-Identifier: GPL-2.0-only
static void tg(struct d *d)
{
	if (!spin_trylock(&d->lock)) {
		unpin_user_pages_dirty_lock(d->pages, d->n, true);
		return;
	}
	d->x++;
	spin_unlock(&d->lock);
}
