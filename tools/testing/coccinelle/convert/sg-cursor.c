// SPDX-License-Identifier: GPL-2.0
/* A table is filled batch by batch; a cursor remembers where. */
#include <linux/mm.h>

struct region {
	struct sg_table table;
	int filled;
};

static void region_drop(struct region *r)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(r->table.sgl, sg, r->filled, i)
		put_page(sg_page(sg));
}

int region_fill(struct region *r, unsigned long addr, int n)
{
	struct page **batch = (struct page **)__get_free_page(GFP_KERNEL);
	struct scatterlist *sg, *next = r->table.sgl;
	int i, got = 0;

	while (n > 0) {
		got = get_user_pages(addr, min(n, 512), FOLL_WRITE, batch, NULL);
		if (got <= 0)
			break;
		for_each_sg(next, sg, got, i)
			sg_set_page(sg, batch[i], PAGE_SIZE, 0);
		next = sg;
		r->filled += got;
		n -= got;
	}
	free_page((unsigned long)batch);
	if (got <= 0)
		region_drop(r);
	return got;
}

void region_end(struct region *r)
{
	region_drop(r);
}
