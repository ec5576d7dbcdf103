// SPDX-License-Identifier: GPL-2.0
/* One entry of the table may stand for several pages. */
#include <linux/mm.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int ret;

	ret = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

int buf_dma(struct buf *b, unsigned long addr)
{
	struct sg_table sgt;
	struct scatterlist *sg;
	int i, ret = buf_pin(b, addr);

	if (ret)
		return ret;
	sg_alloc_table_from_pages(&sgt, b->pages, b->nr, 0, b->nr << PAGE_SHIFT, GFP_KERNEL);
	for_each_sg(sgt.sgl, sg, sgt.nents, i)
		put_page(sg_page(sg));
	return 0;
}
