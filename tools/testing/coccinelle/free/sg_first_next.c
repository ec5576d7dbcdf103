// SPDX-License-Identifier: GPL-2.0-only
static void s3(struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg = sgl;

	while (sg) {
		put_user_page(sg_page(sg));
		sg = sg_next(sg);
	}
}
