// SPDX-License-Identifier: GPL-2.0-only
static void z2(struct sg_table *t)
{
	struct scatterlist *s;
	int i;

	for_each_sgtable_dma_sg(t, s, i)
		put_user_page(sg_page(s));
}
