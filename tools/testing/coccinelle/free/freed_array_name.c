// SPDX-License-Identifier: GPL-2.0-only
/* The array is freed under one name, and read under another. */

struct mpeg_unit {
	struct work_struct reap;
	struct device *dev;
	struct page **pages;
	int npages;
	struct sg_table sgt;
};

static void mpeg_unit_reap(struct work_struct *work)
{
	struct mpeg_unit *u = container_of(work, struct mpeg_unit, reap);
	struct page **pages = u->pages;

	dma_unmap_sgtable(u->dev, &u->sgt, DMA_FROM_DEVICE, 0);
	sg_free_table(&u->sgt);
	kvfree(u->pages);
	unpin_user_pages_dirty_lock(pages, u->npages, true);
	kfree(u);
}

static struct mpeg_unit *mpeg_unit_queue(struct device *dev, u64 addr, int nr)
{
	struct mpeg_unit *u = kzalloc(sizeof(*u), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!u)
		return ERR_PTR(ret);
	INIT_WORK(&u->reap, mpeg_unit_reap);
	u->dev = dev;
	u->pages = kvmalloc_array(nr, sizeof(*u->pages), GFP_KERNEL);
	if (!u->pages)
		goto err;

	ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, u->pages);
	if (ret < 0)
		goto err;
	u->npages = ret;
	ret = -EFAULT;
	if (u->npages != nr)
		goto err_unpin;
	ret = sg_alloc_table_from_pages(&u->sgt, u->pages, nr, 0,
					(unsigned long)nr << PAGE_SHIFT, GFP_KERNEL);
	if (ret)
		goto err_unpin;
	ret = dma_map_sgtable(dev, &u->sgt, DMA_FROM_DEVICE, 0);
	if (ret)
		goto err_sgt;
	return u;

err_sgt:
	sg_free_table(&u->sgt);
err_unpin:
	unpin_user_pages(u->pages, u->npages);
err:
	kvfree(u->pages);
	kfree(u);
	return ERR_PTR(ret);
}
