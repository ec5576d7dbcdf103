// SPDX-License-Identifier: GPL-2.0-only
static int m1(struct d *d, unsigned long a, int n, struct folio **folios)
{
	pgoff_t off;
	long nr = memfd_pin_folios(d->memfd, a, a + n * PAGE_SIZE, folios, n, &off);
	int i;

	if (nr <= 0)
		return nr;
	d_use(d, folios, nr);
	for (i = 0; i < nr; i++)
		folio_put(folios[i]);
	return 0;
}
