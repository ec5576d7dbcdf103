// SPDX-License-Identifier: GPL-2.0-only
static void z1(struct d *d)
{
	int i;

	for (i = 0; i < d->sgt.orig_nents; i++)
		unpin_user_page(sg_page(&d->sgt.sgl[i]));
}
static int z1_get(struct d *d)
{
	return sg_alloc_table_from_pages(&d->sgt, d->pages, d->n, 0, d->len, GFP_KERNEL);
}
