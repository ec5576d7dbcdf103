// SPDX-License-Identifier: GPL-2.0
/* The release is a callback; the engine only reads the table. */
#include <linux/mm.h>

struct xfer {
	struct page **pages;
	int nr;
	bool in;
	struct sg_table sgt;
	struct device *dev;
};

static void xfer_done(void *arg)
{
	struct xfer *x = arg;
	int i;

	dma_unmap_sg(x->dev, x->sgt.sgl, x->sgt.orig_nents, DMA_FROM_DEVICE);
	for (i = 0; i < x->nr; i++) {
		if (x->in)
			set_page_dirty_lock(x->pages[i]);
		put_page(x->pages[i]);
	}
	sg_free_table(&x->sgt);
}

int xfer_start(struct xfer *x, struct dma_chan *chan, unsigned long addr)
{
	struct dma_async_tx_descriptor *tx;
	int n;

	n = get_user_pages_fast(addr, x->nr, x->in ? FOLL_WRITE : 0, x->pages);
	if (n != x->nr)
		goto put;
	if (sg_alloc_table_from_pages(&x->sgt, x->pages, n, 0, n * PAGE_SIZE, GFP_KERNEL))
		goto put;
	tx = dmaengine_prep_slave_sg(chan, x->sgt.sgl, x->sgt.nents, DMA_DEV_TO_MEM, 0);
	if (!tx)
		goto put;
	tx->callback = xfer_done;
	tx->callback_param = x;
	dmaengine_submit(tx);
	return 0;
put:
	if (n > 0)
		release_pages(x->pages, n);
	return -EIO;
}
