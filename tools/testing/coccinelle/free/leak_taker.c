// SPDX-License-Identifier: GPL-2.0-only
/* A function of the file takes the page for its caller, who must give it back. */
static int quartz_take(unsigned long start, struct page **pp)
{
	struct page *page;
	long got;

	got = pin_user_pages_fast(start, 1, FOLL_WRITE, &page);
	if (got != 1)
		return got < 0 ? got : -EFAULT;
	*pp = page;
	return 0;
}

static int quartz_write_bad(struct quartz *q, unsigned long start)
{
	struct page *page;
	dma_addr_t dma;
	int err;

	err = quartz_take(start, &page);
	if (err)
		return err;
	dma = dma_map_page(q->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(q->dev, dma))
		return -ENOMEM;
	quartz_run(q, dma);
	dma_unmap_page(q->dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_user_page(page);
	return 0;
}

static int quartz_write_good(struct quartz *q, unsigned long start)
{
	struct page *page;
	dma_addr_t dma;
	int err = quartz_take(start, &page);

	if (err < 0)
		return err;
	dma = dma_map_page(q->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(q->dev, dma)) {
		put_user_page(page);
		return -ENOMEM;
	}
	quartz_run(q, dma);
	dma_unmap_page(q->dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_user_page(page);
	return 0;
}
