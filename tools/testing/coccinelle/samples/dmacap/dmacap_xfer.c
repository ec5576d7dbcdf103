// SPDX-License-Identifier: GPL-2.0
/*
 * dmacap: buffers of user space, pinned for one transfer.
 */
#include <linux/highmem.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "dmacap.h"

/*
 * Pin the pages of a buffer. What get_user_pages() takes has changed three
 * times, and so has the name of the lock.
 */
static int dmacap_get_pages(struct dmacap_xfer *x, unsigned long uaddr)
{
	int got, i;

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 9, 0)
	down_read(&current->mm->mmap_sem);
	got = get_user_pages(uaddr, x->nr_pages, x->to_user, 0, x->pages, NULL);
	up_read(&current->mm->mmap_sem);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
	down_read(&current->mm->mmap_sem);
	got = get_user_pages(uaddr, x->nr_pages, x->to_user ? FOLL_WRITE : 0,
			     x->pages, NULL);
	up_read(&current->mm->mmap_sem);
#else
	got = get_user_pages_fast(uaddr, x->nr_pages,
				  x->to_user ? FOLL_WRITE : 0, x->pages);
#endif
	if (got < 0)
		return got;
	if (got < x->nr_pages) {
		for (i = 0; i < got; i++)
			put_page(x->pages[i]);
		return -EFAULT;
	}
	return 0;
}

static void dmacap_put_pages(struct dmacap_xfer *x)
{
	unsigned int i;

	for (i = 0; i < x->nr_pages; i++) {
		if (x->to_user)
			set_page_dirty_lock(x->pages[i]);
		put_page(x->pages[i]);
	}
}

static int dmacap_build_sg(struct dmacap_dev *dev, struct dmacap_xfer *x)
{
	int ret;

	ret = sg_alloc_table_from_pages(&x->sgt, x->pages, x->nr_pages,
					x->offset, x->length, GFP_KERNEL);
	if (ret)
		return ret;
	x->sgt.nents = dma_map_sg(&dev->pdev->dev, x->sgt.sgl,
				  x->sgt.orig_nents,
				  x->to_user ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	if (!x->sgt.nents) {
		sg_free_table(&x->sgt);
		return -EIO;
	}
	return 0;
}

/* One page of descriptors: {address, length} for each segment. */
static int dmacap_build_desc(struct dmacap_xfer *x)
{
	struct scatterlist *sg;
	__le64 *desc;
	int i;

	x->desc_page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!x->desc_page)
		return -ENOMEM;
	if (x->sgt.nents > PAGE_SIZE / 16) {
		put_page(x->desc_page);
		x->desc_page = NULL;
		return -E2BIG;
	}
	desc = page_address(x->desc_page);
	for_each_sg(x->sgt.sgl, sg, x->sgt.nents, i) {
		*desc++ = cpu_to_le64(sg_dma_address(sg));
		*desc++ = cpu_to_le64(sg_dma_len(sg));
	}
	return 0;
}

struct dmacap_xfer *dmacap_xfer_start(struct dmacap_dev *dev,
				      unsigned long uaddr, size_t length,
				      bool to_user)
{
	struct dmacap_xfer *x;
	int ret;

	x = kzalloc(sizeof(*x), GFP_KERNEL);
	if (!x)
		return ERR_PTR(-ENOMEM);
	x->to_user = to_user;
	x->offset = offset_in_page(uaddr);
	x->length = length;
	x->nr_pages = DIV_ROUND_UP(x->offset + length, PAGE_SIZE);
	if (!length || x->nr_pages > DMACAP_MAX_PAGES) {
		ret = -EINVAL;
		goto err_free;
	}
	x->pages = kcalloc(x->nr_pages, sizeof(*x->pages), GFP_KERNEL);
	if (!x->pages) {
		ret = -ENOMEM;
		goto err_free;
	}
	ret = dmacap_get_pages(x, uaddr & PAGE_MASK);
	if (ret)
		goto err_pages;
	ret = dmacap_build_sg(dev, x);
	if (ret)
		goto err_put;
	ret = dmacap_build_desc(x);
	if (ret)
		goto err_sg;
	return x;

err_sg:
	dma_unmap_sg(&dev->pdev->dev, x->sgt.sgl, x->sgt.orig_nents,
		     to_user ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	sg_free_table(&x->sgt);
err_put:
	/* Nothing was transferred: no need to dirty. */
	while (x->nr_pages--)
		put_page(x->pages[x->nr_pages]);
err_pages:
	kfree(x->pages);
err_free:
	kfree(x);
	return ERR_PTR(ret);
}

void dmacap_xfer_finish(struct dmacap_dev *dev, struct dmacap_xfer *x)
{
	dma_unmap_sg(&dev->pdev->dev, x->sgt.sgl, x->sgt.orig_nents,
		     x->to_user ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
	sg_free_table(&x->sgt);
	dmacap_put_pages(x);
	put_page(x->desc_page);
	kfree(x->pages);
	kfree(x);
}

/*
 * A word of user memory that gets a time stamp with each frame. Set by an
 * ioctl and kept until the next one, or until the file is closed.
 */
int dmacap_stamp_set(struct dmacap_dev *dev, unsigned long uaddr)
{
	struct page *page;
	int ret;

	if (uaddr & 7)
		return -EINVAL;
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
	ret = get_user_pages_fast(uaddr & PAGE_MASK, 1, 1, &page);
#else
	ret = get_user_pages_fast(uaddr & PAGE_MASK, 1, FOLL_WRITE, &page);
#endif
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	dmacap_stamp_clear(dev);
	dev->stamp_page = page;
	dev->stamp_off = offset_in_page(uaddr);
	return 0;
}

void dmacap_stamp_write(struct dmacap_dev *dev, u64 stamp)
{
	void *va;

	if (!dev->stamp_page)
		return;
	va = kmap_atomic(dev->stamp_page);
	*(u64 *)(va + dev->stamp_off) = stamp;
	kunmap_atomic(va);
}

void dmacap_stamp_clear(struct dmacap_dev *dev)
{
	if (!dev->stamp_page)
		return;
	set_page_dirty_lock(dev->stamp_page);
	put_page(dev->stamp_page);
	dev->stamp_page = NULL;
}
