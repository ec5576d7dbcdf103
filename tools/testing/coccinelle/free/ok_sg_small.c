// SPDX-License-Identifier: GPL-2.0-only
static void z5(struct scatterlist *sgl, int n)
{
	struct scatterlist *s;
	int i;

	for_each_sg(sgl, s, n, i) {
		WARN_ON(s->length > PAGE_SIZE);
		unpin_user_page(sg_page(s));
	}
}
