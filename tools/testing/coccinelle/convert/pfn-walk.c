// SPDX-License-Identifier: GPL-2.0
/* Kept as pfns and found again. */
#include <linux/mm.h>

struct win {
	unsigned long *pfns;
	int nr;
};

int win_open(struct win *w, unsigned long addr)
{
	struct page *page;
	int i;

	for (i = 0; i < w->nr; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, FOLL_WRITE, &page) != 1)
			break;
		w->pfns[i] = page_to_pfn(page);
	}
	return i;
}

void win_close(struct win *w)
{
	struct page *page;
	int i;

	for (i = 0; i < w->nr; i++) {
		page = pfn_to_page(w->pfns[i]);
		put_page(page);
	}
}
