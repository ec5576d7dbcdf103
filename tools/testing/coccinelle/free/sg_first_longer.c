// SPDX-License-Identifier: GPL-2.0-only
/* A page that lies behind the last entry makes that longer. */
static void quay_moor(struct quay *q, struct page *hull, unsigned int off, unsigned int len)
{
	struct scatterlist *last = q->nr ? &q->bollards[q->nr - 1] : NULL;

	if (last && page_to_phys(hull) + off == sg_phys(last) + last->length) {
		last->length += len;
		return;
	}
	sg_set_page(&q->bollards[q->nr++], hull, len, off);
}

static void quay_clear(struct quay *q)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(q->bollards, sg, q->nr, i) {
		set_page_dirty_lock(sg_page(sg));
		unpin_user_page(sg_page(sg));
	}
}

static void quay_clear_good(struct quay *q)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(q->bollards, sg, q->nr, i)
		unpin_user_page_range_dirty_lock(sg_page(sg), PFN_UP(sg->offset + sg->length), true);
}
