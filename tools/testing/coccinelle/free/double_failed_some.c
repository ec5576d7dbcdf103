// SPDX-License-Identifier: GPL-2.0-only
/* What gives pages back on one of its errors is followed by what does so on all. */

struct ax_buf {
	struct device	*dev;
	struct page	**pages;
	int		nr_pages;
	struct sg_table	sgt;
	bool		mapped;
};

static int ax_buf_pin(struct ax_buf *b, unsigned long start, int nr)
{
	int n;

	b->pages = kvcalloc(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;

	n = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, b->pages);
	if (n < 0)
		return n;
	b->nr_pages = n;
	return n == nr ? 0 : -EFAULT;
}

static int ax_buf_map(struct ax_buf *b)
{
	int err;

	err = sg_alloc_table_from_pages(&b->sgt, b->pages, b->nr_pages, 0,
					(size_t)b->nr_pages << PAGE_SHIFT, GFP_KERNEL);
	if (err)
		return err;

	err = dma_map_sgtable(b->dev, &b->sgt, DMA_BIDIRECTIONAL, 0);
	if (err) {
		sg_free_table(&b->sgt);
		unpin_user_pages(b->pages, b->nr_pages);
		return err;
	}
	b->mapped = true;
	return 0;
}

static void ax_buf_destroy(struct ax_buf *b)
{
	if (b->mapped) {
		dma_unmap_sgtable(b->dev, &b->sgt, DMA_BIDIRECTIONAL, 0);
		sg_free_table(&b->sgt);
	}
	if (b->nr_pages)
		unpin_user_pages_dirty_lock(b->pages, b->nr_pages, b->mapped);
	kvfree(b->pages);
	kfree(b);
}

struct ax_buf *ax_buf_create(struct device *dev, unsigned long start, int nr)
{
	struct ax_buf *b = kzalloc(sizeof(*b), GFP_KERNEL);
	int err;

	if (!b)
		return ERR_PTR(-ENOMEM);
	b->dev = dev;
	err = ax_buf_pin(b, start, nr);
	if (!err)
		err = ax_buf_map(b);
	if (err) {
		ax_buf_destroy(b);
		return ERR_PTR(err);
	}
	return b;
}
