// SPDX-License-Identifier: GPL-2.0
/* The table is an array of segments, filled by number, and walked in two ways. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

#define MAX	16

struct map {
	struct scatterlist *sgl;
	int nr;
};

int map_take(struct map *m, unsigned long addr, int n)
{
	struct page *pg[MAX];
	int got, i;

	got = pin_user_pages_fast(addr, n, FOLL_WRITE, pg);
	if (got != n) {
		if (got > 0)
			unpin_user_pages(pg, got);
		return -EFAULT;
	}
	sg_init_table(m->sgl, n);
	for (i = 0; i < n; i++)
		sg_set_page(&m->sgl[i], pg[i], PAGE_SIZE, 0);
	m->nr = n;
	return 0;
}

void map_give(struct map *m)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(m->sgl, sg, m->nr, i)
		put_page(sg_page(sg));
}

void map_give_dirty(struct map *m)
{
	struct scatterlist *sg;
	int i;

	for (i = 0, sg = m->sgl; i < m->nr; i++, sg = sg_next(sg)) {
		set_page_dirty_lock(sg_page(sg));
		put_page(sg_page(sg));
	}
}
