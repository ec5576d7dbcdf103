// SPDX-License-Identifier: GPL-2.0-only
static void s4(struct sg_table *t)
{
	struct scatterlist *sg;
	unsigned int i;

	for (sg = t->sgl, i = 0; i < t->nents; i++, sg = sg_next(sg)) {
		struct folio *f = page_folio(sg_page(sg));

		unpin_user_folio(f, 1);
	}
}
