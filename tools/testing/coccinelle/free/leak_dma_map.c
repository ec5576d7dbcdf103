// SPDX-License-Identifier: GPL-2.0-only
static int mp(struct device *dev, struct b *b, unsigned long a)
{
	int r = pin_user_pages_fast(a, b->n, FOLL_WRITE | FOLL_LONGTERM, b->pages);

	if (r != b->n)
		goto e_unpin;
	b->dma = dma_map_page(dev, b->pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, b->dma))
		return -EIO;
	return 0;
e_unpin:
	if (r > 0)
		unpin_user_pages(b->pages, r);
	return -EFAULT;
}
