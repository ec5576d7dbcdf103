// SPDX-License-Identifier: GPL-2.0-only
static void nested(struct d *d)
{
	spin_lock(&d->a);
	spin_lock(&d->b);
	d->x++;
	spin_unlock(&d->b);
	unpin_user_pages_dirty_lock(d->pages, d->n, true);
	spin_unlock(&d->a);
}
