// SPDX-License-Identifier: GPL-2.0-only
/* An int is compared with an unsigned field: an errno is not below it. */

struct ti_reg {
	unsigned int	nr_pages;
	bool		wr;
	struct page	**pages;
	dma_addr_t	*dma;
};

static void ti_reg_unmap(struct ti_dev *ti, struct ti_reg *reg, unsigned int n)
{
	while (n--)
		dma_unmap_page(ti->dev, reg->dma[n], PAGE_SIZE, DMA_BIDIRECTIONAL);
}

static int ti_reg_init(struct ti_dev *ti, struct ti_reg *reg, unsigned long va)
{
	unsigned int i;
	int ret;

	ret = pin_user_pages_fast(va, reg->nr_pages,
				  FOLL_LONGTERM | (reg->wr ? FOLL_WRITE : 0), reg->pages);
	if (ret < reg->nr_pages) {
		if (ret > 0)
			unpin_user_pages(reg->pages, ret);
		return ret < 0 ? ret : -EFAULT;
	}

	for (i = 0; i < reg->nr_pages; i++) {
		reg->dma[i] = dma_map_page(ti->dev, reg->pages[i], 0, PAGE_SIZE,
					   DMA_BIDIRECTIONAL);
		if (dma_mapping_error(ti->dev, reg->dma[i])) {
			ti_reg_unmap(ti, reg, i);
			unpin_user_pages(reg->pages, reg->nr_pages);
			return -EIO;
		}
	}
	return 0;
}

static void ti_reg_fini(struct ti_dev *ti, struct ti_reg *reg)
{
	ti_reg_unmap(ti, reg, reg->nr_pages);
	unpin_user_pages_dirty_lock(reg->pages, reg->nr_pages, reg->wr);
	kvfree(reg->dma);
	kvfree(reg->pages);
	kfree(reg);
}

struct ti_reg *ti_register(struct ti_dev *ti, unsigned long va, unsigned int nr, bool wr)
{
	struct ti_reg *reg = kzalloc(sizeof(*reg), GFP_KERNEL);
	int err = -ENOMEM;

	if (!reg)
		return ERR_PTR(-ENOMEM);
	reg->nr_pages = nr;
	reg->wr = wr;
	reg->pages = kvcalloc(nr, sizeof(*reg->pages), GFP_KERNEL);
	reg->dma = kvcalloc(nr, sizeof(*reg->dma), GFP_KERNEL);
	if (reg->pages && reg->dma)
		err = ti_reg_init(ti, reg, va);
	if (err) {
		kvfree(reg->dma);
		kvfree(reg->pages);
		kfree(reg);
		return ERR_PTR(err);
	}
	return reg;
}
