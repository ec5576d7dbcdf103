// SPDX-License-Identifier: GPL-2.0
/* Without an array, the call only faults the pages in. */
#include <linux/mm.h>

struct import {
	struct page **pages;
	int n;
};

int import(struct import *im, unsigned long addr, int n, bool shared)
{
	struct page **pages = NULL;
	int i, got;

	if (shared) {
		pages = kcalloc(n, sizeof(*pages), GFP_KERNEL);
		if (!pages)
			return -ENOMEM;
	}
	got = get_user_pages_fast(addr, n, FOLL_WRITE, pages);
	if (got == n) {
		im->pages = pages;
		im->n = pages ? n : 0;
		return 0;
	}
	if (pages) {
		for (i = 0; i < got; i++)
			put_page(pages[i]);
		kfree(pages);
	}
	return -EFAULT;
}

void import_end(struct import *im)
{
	int i;

	for (i = 0; i < im->n; i++)
		put_page(im->pages[i]);
	kfree(im->pages);
}
