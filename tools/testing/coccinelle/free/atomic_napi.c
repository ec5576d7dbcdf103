// SPDX-License-Identifier: GPL-2.0-only
static int poll1(struct napi_struct *napi, int budget)
{
	struct d *d = container_of(napi, struct d, napi);

	put_user_pages_dirty_lock(d->pages, d->n, true);
	return 0;
}
static void poll1_add(struct d *d)
{
	netif_napi_add(d->ndev, &d->napi, poll1);
}
