// SPDX-License-Identifier: GPL-2.0-only
static int lk2(struct device *dev, struct buf *b, unsigned long a)
{
	int ret;

	ret = pin_user_pages_fast(a, b->n, FOLL_WRITE | FOLL_LONGTERM, b->pages);
	if (ret < 0)
		return ret;
	if (ret < b->n) {
		unpin_user_pages(b->pages, ret);
		return -EFAULT;
	}
	ret = sg_alloc_table_from_pages(&b->sgt, b->pages, b->n, 0, b->len, GFP_KERNEL);
	if (ret) {
		unpin_user_pages(b->pages, b->n);
		return ret;
	}
	ret = dma_map_sgtable(dev, &b->sgt, DMA_BIDIRECTIONAL, 0);
	if (ret) {
		sg_free_table(&b->sgt);
		return ret;
	}
	return 0;
}
