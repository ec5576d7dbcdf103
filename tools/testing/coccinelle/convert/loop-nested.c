// SPDX-License-Identifier: GPL-2.0
/* Two loops around the release; the inner index is used. */
#include <linux/mm.h>

struct row {
	struct page **pages;
	int n;
};

int row_get(struct row *r, unsigned long addr)
{
	int got = get_user_pages_fast(addr, r->n, FOLL_WRITE, r->pages);

	if (got < 0)
		return got;
	r->n = got;
	return 0;
}

int rows_put(struct row *r, int rows)
{
	int i, j, sum = 0;

	for (i = 0; i < rows; i++) {
		for (j = 0; j < r[i].n; j++)
			put_page(r[i].pages[j]);
		sum += j;
	}
	return sum;
}
