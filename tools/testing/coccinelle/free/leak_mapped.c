// SPDX-License-Identifier: GPL-2.0-only
/* One page, which is stored only if all went well. */
static int bell_hang(struct bell *b, unsigned long at)
{
	struct page *rope;
	int got;

	got = pin_user_pages_fast(at, 1, FOLL_WRITE | FOLL_LONGTERM, &rope);
	if (got < 1)
		return got ? got : -EFAULT;
	b->dma = dma_map_page(b->dev, rope, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, b->dma))
		return -ENOMEM;
	b->rope = rope;
	return 0;
}

static int bell_hang_good(struct bell *b, unsigned long at)
{
	struct page *rope;
	int got;

	got = pin_user_pages_fast(at, 1, FOLL_WRITE | FOLL_LONGTERM, &rope);
	if (got != 1 || !rope)
		return got < 0 ? got : -EFAULT;
	b->dma = dma_map_page(b->dev, rope, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(b->dev, b->dma)) {
		unpin_user_page(rope);
		return -ENOMEM;
	}
	b->rope = rope;
	return 0;
}
