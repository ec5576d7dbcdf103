// SPDX-License-Identifier: GPL-2.0-only
/* Those that are not dirty yet are made so too late. */

struct rdr {
	struct device *dev;
	struct sg_table sgt;
	struct page *pages[64];
	int npages;
	enum dma_data_direction dir;
};

int rdr_transfer(struct rdr *r);

static void rdr_unmap(struct rdr *r)
{
	int i;

	dma_unmap_sgtable(r->dev, &r->sgt, r->dir, 0);
	sg_free_table(&r->sgt);
	unpin_user_pages(r->pages, r->npages);

	if (r->dir == DMA_TO_DEVICE)
		return;
	for (i = 0; i < r->npages; i++)
		if (!PageDirty(r->pages[i]))
			set_page_dirty_lock(r->pages[i]);
}

static int rdr_map(struct rdr *r, unsigned long va, int n)
{
	unsigned int fl = r->dir == DMA_TO_DEVICE ? 0 : FOLL_WRITE;
	int rc;

	if (n < 1 || n > ARRAY_SIZE(r->pages))
		return -E2BIG;
	r->npages = rc = pin_user_pages_fast(va, n, fl, r->pages);
	if (rc < 0)
		return rc;
	if (rc < n) {
		rc = -EFAULT;
		goto unpin;
	}
	rc = sg_alloc_table_from_pages(&r->sgt, r->pages, n, 0,
				       (unsigned long)n << PAGE_SHIFT, GFP_KERNEL);
	if (rc)
		goto unpin;
	rc = dma_map_sgtable(r->dev, &r->sgt, r->dir, 0);
	if (!rc)
		return 0;
	sg_free_table(&r->sgt);
unpin:
	unpin_user_pages(r->pages, r->npages);
	return rc;
}

int rdr_run(struct rdr *r, unsigned long va, int n)
{
	int rc = rdr_map(r, va, n);

	if (rc)
		return rc;
	rc = rdr_transfer(r);
	rdr_unmap(r);
	return rc;
}
