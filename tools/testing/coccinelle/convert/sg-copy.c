// SPDX-License-Identifier: GPL-2.0
/* The scatterlist is for the device, the array for the release. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

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

int buf_dma(struct buf *b, unsigned long addr, struct device *dev)
{
	struct sg_table sgt;
	unsigned int i;
	int ret = buf_pin(b, addr);

	if (ret)
		return ret;
	if (!sg_alloc_table_from_pages(&sgt, b->pages, b->nr, 0, b->nr << PAGE_SHIFT, GFP_KERNEL)) {
		dma_map_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
		dma_unmap_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
		sg_free_table(&sgt);
	}
	for (i = 0; i < b->nr; i++) {
		set_page_dirty_lock(b->pages[i]);
		put_page(b->pages[i]);
	}
	return 0;
}
