// SPDX-License-Identifier: GPL-2.0-only
/* The entry becomes longer, but stays in its page. */
static void wharf_moor(struct wharf *w, struct page *hull, unsigned int off, unsigned int len)
{
	struct scatterlist *last = w->nr ? &w->bollards[w->nr - 1] : NULL;

	if (last && sg_page(last) == hull && last->offset + last->length == off) {
		last->length += len;
		unpin_user_page(hull);
		return;
	}
	sg_set_page(&w->bollards[w->nr++], hull, len, off);
}

static void wharf_clear(struct wharf *w)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(w->bollards, sg, w->nr, i)
		unpin_user_page(sg_page(sg));
}
