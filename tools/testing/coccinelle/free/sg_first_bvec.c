// SPDX-License-Identifier: GPL-2.0-only
/* Pages that lie side by side become one bio_vec; only its first one is given back. */
static void wharf_add(struct wharf *w, struct page **boats, unsigned int n)
{
	struct bio_vec *last = NULL;
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (last && page_to_pfn(last->bv_page) +
		    ((last->bv_offset + last->bv_len) >> PAGE_SHIFT) == page_to_pfn(boats[i])) {
			last->bv_len += PAGE_SIZE;
		} else {
			last = &w->berths[w->nr++];
			bvec_set_page(last, boats[i], PAGE_SIZE, 0);
		}
	}
}

static void wharf_clear(struct wharf *w)
{
	unsigned int i;

	for (i = 0; i < w->nr; i++)
		unpin_user_page(w->berths[i].bv_page);
}

static void wharf_clear_good(struct wharf *w)
{
	unsigned int i;

	for (i = 0; i < w->nr; i++)
		unpin_user_page_range_dirty_lock(w->berths[i].bv_page,
						 w->berths[i].bv_len >> PAGE_SHIFT, true);
}

static void wharf_clear_one(struct wharf *w)
{
	unsigned int i;

	for (i = 0; i < w->nr; i++)
		unpin_user_pages_dirty_lock(&w->berths[i].bv_page, 1, true);
}
