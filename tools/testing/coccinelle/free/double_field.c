// SPDX-License-Identifier: GPL-2.0-only
static void x4(struct d *d, int i)
{
	put_user_page(d->vec[i].page);
	if (d->vec[i].state == BAD)
		put_user_page(d->vec[i].page);
	d->vec[i].page = NULL;
}
