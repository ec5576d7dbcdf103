// SPDX-License-Identifier: GPL-2.0-only
/* Entry i is the one that was not taken. */

struct tt_entry {
	dma_addr_t	dma;
	struct page	*page;
};

struct tt {
	struct device	*dev;
	unsigned int	n;
	struct tt_entry	ent[] __counted_by(n);
};

static int tt_map_one(struct tt *t, struct tt_entry *e, unsigned long va)
{
	int got = pin_user_pages_fast(va, 1, FOLL_WRITE | FOLL_LONGTERM, &e->page);

	if (got != 1)
		return got < 0 ? got : -EFAULT;

	e->dma = dma_map_page(t->dev, e->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(t->dev, e->dma)) {
		unpin_user_page(e->page);
		return -EIO;
	}
	return 0;
}

static void tt_unmap_one(struct tt *t, struct tt_entry *e)
{
	dma_unmap_page(t->dev, e->dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_pages_dirty_lock(&e->page, 1, true);
}

struct tt *tt_build(struct device *dev, unsigned long va, unsigned int n)
{
	struct tt *t = kvzalloc(struct_size(t, ent, n), GFP_KERNEL);
	int i, err;

	if (!t)
		return ERR_PTR(-ENOMEM);
	t->dev = dev;
	t->n = n;

	for (i = 0; i < n; i++) {
		err = tt_map_one(t, &t->ent[i], va + i * PAGE_SIZE);
		if (err)
			goto unwind;
	}
	return t;

unwind:
	for (; i >= 0; i--)
		tt_unmap_one(t, &t->ent[i]);
	kvfree(t);
	return ERR_PTR(err);
}

void tt_destroy(struct tt *t)
{
	unsigned int i;

	for (i = 0; i < t->n; i++)
		tt_unmap_one(t, &t->ent[i]);
	kvfree(t);
}
