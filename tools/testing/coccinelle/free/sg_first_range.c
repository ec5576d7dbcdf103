// SPDX-License-Identifier: GPL-2.0-only
static void z3(struct sg_table *t, bool w)
{
	struct scatterlist *s;
	int i;

	for_each_sgtable_sg(t, s, i)
		unpin_user_page_range_dirty_lock(sg_page(s), 1, w);
}
