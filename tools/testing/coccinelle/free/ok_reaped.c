// SPDX-License-Identifier: GPL-2.0-only
/* Work gives them back; who queues it is in another file. */

struct jpeg_unit {
	struct work_struct reap;
	struct device *dev;
	struct page **pages;
	int npages;
	struct sg_table sgt;
	bool mapped;
};

static void jpeg_unit_destroy(struct jpeg_unit *u)
{
	bool dirty = u->mapped;

	if (u->mapped) {
		dma_unmap_sgtable(u->dev, &u->sgt, DMA_FROM_DEVICE, 0);
		sg_free_table(&u->sgt);
	}
	if (u->npages > 0)
		unpin_user_pages_dirty_lock(u->pages, u->npages, dirty);
	kvfree(u->pages);
	kfree(u);
}

static void jpeg_unit_reap(struct work_struct *work)
{
	jpeg_unit_destroy(container_of(work, struct jpeg_unit, reap));
}

struct jpeg_unit *jpeg_unit_queue(struct device *dev, u64 addr, int nr)
{
	struct jpeg_unit *u = kzalloc(sizeof(*u), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!u)
		return ERR_PTR(ret);
	INIT_WORK(&u->reap, jpeg_unit_reap);
	u->dev = dev;
	u->pages = kvmalloc_array(nr, sizeof(*u->pages), GFP_KERNEL);
	if (!u->pages)
		goto err;

	u->npages = pin_user_pages_fast(addr, nr, FOLL_WRITE, u->pages);
	if (u->npages != nr) {
		ret = u->npages < 0 ? u->npages : -EFAULT;
		goto err;
	}
	ret = sg_alloc_table_from_pages(&u->sgt, u->pages, nr, 0,
					(unsigned long)nr << PAGE_SHIFT, GFP_KERNEL);
	if (ret)
		goto err;
	ret = dma_map_sgtable(dev, &u->sgt, DMA_FROM_DEVICE, 0);
	if (ret) {
		sg_free_table(&u->sgt);
		goto err;
	}
	u->mapped = true;
	return u;
err:
	jpeg_unit_destroy(u);
	return ERR_PTR(ret);
}
