// SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause)
/*
 * rdmaish: registered memory. The pages are kept in a scatter list, one entry
 * for each page; the array that they came in is gone after the registration.
 */
#include <linux/capability.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "ri.h"

#define RI_BATCH	(PAGE_SIZE / sizeof(struct page *))

/* mm->pinned_vm has been unsigned long, and is atomic64_t since 5.1. */
static long ri_account(struct mm_struct *mm, long npages)
{
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
	long locked;

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 1, 0)
	down_write(&mm->mmap_sem);
	locked = mm->pinned_vm += npages;
	up_write(&mm->mmap_sem);
#else
	locked = atomic64_add_return(npages, &mm->pinned_vm);
#endif
	if (npages > 0 && locked > limit && !capable(CAP_IPC_LOCK))
		return -ENOMEM;
	return 0;
}

static void ri_mem_unmap(struct ri_mem *mem)
{
	if (mem->nmap)
		dma_unmap_sg(mem->ctx->dev, mem->sgt.sgl, mem->sgt.orig_nents,
			     DMA_BIDIRECTIONAL);
	mem->nmap = 0;
}

/* Give back the pages of the first @n entries. */
static void ri_mem_put_pages(struct ri_mem *mem, unsigned long n, int dirty)
{
	struct scatterlist *sg;
	struct page *page;
	int i;

	for_each_sg(mem->sgt.sgl, sg, n, i) {
		page = sg_page(sg);
		if (dirty && !PageDirty(page))
			set_page_dirty_lock(page);
		RI_PUT_PAGE(page);
	}
}

static long ri_get_some(struct ri_mem *mem, unsigned long addr,
			unsigned long n, struct page **pages)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 9, 0)
	return get_user_pages(addr, n, mem->writable, !mem->writable, pages,
			      NULL);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	return get_user_pages(addr, n,
			      FOLL_WRITE | (mem->writable ? 0 : FOLL_FORCE),
			      pages, NULL);
#else
	return get_user_pages(addr, n,
			      FOLL_WRITE | (mem->writable ? 0 : FOLL_FORCE),
			      pages);
#endif
}

static int ri_mem_fill(struct ri_mem *mem)
{
	struct scatterlist *sg = mem->sgt.sgl;
	unsigned long addr = mem->addr & PAGE_MASK;
	unsigned long left = mem->npages;
	struct page **pages;
	long got, i;
	int ret = 0;

	pages = (struct page **)__get_free_page(GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	ri_mm_lock(mem->ctx->mm);
	while (left) {
		got = ri_get_some(mem, addr, min_t(unsigned long, left,
						   RI_BATCH), pages);
		if (got <= 0) {
			ret = got ? got : -EFAULT;
			break;
		}
		for (i = 0; i < got; i++) {
			sg_set_page(sg, pages[i], PAGE_SIZE, 0);
			sg = sg_next(sg);
		}
		addr += got * PAGE_SIZE;
		left -= got;
	}
	ri_mm_unlock(mem->ctx->mm);
	if (ret)
		ri_mem_put_pages(mem, mem->npages - left, 0);
	free_page((unsigned long)pages);
	return ret;
}

struct ri_mem *ri_mem_get(struct ri_ctx *ctx, u64 addr, size_t length,
			  int writable)
{
	struct ri_mem *mem;
	int ret;

	if (!length || addr + length < addr)
		return ERR_PTR(-EINVAL);
	mem = kzalloc(sizeof(*mem), GFP_KERNEL);
	if (!mem)
		return ERR_PTR(-ENOMEM);
	mem->ctx = ctx;
	mem->addr = addr;
	mem->length = length;
	mem->writable = writable;
	mem->npages = DIV_ROUND_UP(offset_in_page(addr) + length, PAGE_SIZE);

	ret = ri_account(ctx->mm, mem->npages);
	if (ret)
		goto err_account;
	ret = sg_alloc_table(&mem->sgt, mem->npages, GFP_KERNEL);
	if (ret)
		goto err_account;
	ret = ri_mem_fill(mem);
	if (ret)
		goto err_table;
	mem->nmap = dma_map_sg(ctx->dev, mem->sgt.sgl, mem->sgt.orig_nents,
			       DMA_BIDIRECTIONAL);
	if (!mem->nmap) {
		ret = -EIO;
		goto err_pages;
	}
	list_add(&mem->list, &ctx->regions);
	return mem;

err_pages:
	ri_mem_put_pages(mem, mem->npages, 0);
err_table:
	sg_free_table(&mem->sgt);
err_account:
	ri_account(ctx->mm, -(long)mem->npages);
	kfree(mem);
	return ERR_PTR(ret);
}

void ri_mem_release(struct ri_mem *mem)
{
	list_del(&mem->list);
	ri_mem_unmap(mem);
	ri_mem_put_pages(mem, mem->npages, mem->writable);
	sg_free_table(&mem->sgt);
	ri_account(mem->ctx->mm, -(long)mem->npages);
	kfree(mem);
}
