// SPDX-License-Identifier: GPL-2.0
/* A table in the device has a copy of the pages; they are gone by the end of the function. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

#define MAX	16

struct radio {
	struct scatterlist sg[MAX];
	struct radio_io io;
};

ssize_t radio_read(struct radio *r, unsigned long addr, int want)
{
	struct page *pages[MAX];
	int i, n, ret;

	n = get_user_pages_fast(addr, want, FOLL_WRITE, pages);
	if (n <= 0)
		return n ? n : -EFAULT;
	sg_init_table(r->sg, n);
	for (i = 0; i < n; i++)
		sg_set_page(&r->sg[i], pages[i], PAGE_SIZE, 0);
	ret = radio_transfer(&r->io, n);
	for (i = 0; i < n; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return ret;
}
