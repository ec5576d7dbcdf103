// SPDX-License-Identifier: GPL-2.0-only
/* The array may be NULL where this test fails: it asks for both. */
#include <linux/mm.h>
#include <linux/slab.h>

int staysail_count(unsigned long start, int n, bool keep)
{
	struct page **pages = NULL;
	int got;

	if (keep) {
		pages = kvmalloc_array(n, sizeof(*pages), GFP_KERNEL);
		if (!pages && n > 1)
			return -ENOMEM;
	}
	got = get_user_pages_fast(start, n, FOLL_WRITE, pages);
	if (got > 0 && pages) {
		clear_highpage(pages[0]);
		release_pages(pages, got);
	}
	kvfree(pages);
	return got;
}
