/* SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause) */
/*
 * rdmaish - a made-up RDMA-like card: memory is registered once and used by the
 * card until the process deregisters it, or goes away.
 */
#ifndef RI_H
#define RI_H

#include <linux/dma-mapping.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/scatterlist.h>
#include <linux/version.h>

/*
 * Compatibility, grown over the years. Everything that is released goes
 * through these, so that a kernel that wants it otherwise can have it.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 15, 0)
#define RI_RELEASE_PAGES(pages, n)	release_pages(pages, n, 0)
#else
#define RI_RELEASE_PAGES(pages, n)	release_pages(pages, n)
#endif

#define RI_PUT_PAGE(page)		put_page(page)

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 8, 0)
#define ri_mm_lock(mm)			down_read(&(mm)->mmap_sem)
#define ri_mm_unlock(mm)		up_read(&(mm)->mmap_sem)
#else
#define ri_mm_lock(mm)			mmap_read_lock(mm)
#define ri_mm_unlock(mm)		mmap_read_unlock(mm)
#endif

struct ri_ctx {
	struct device *dev;
	struct mm_struct *mm;
	struct mutex lock;
	struct list_head regions;
	struct page *doorbell;		/* user memory that the card rings */
	struct page *zero;		/* the driver's own, for holes */
};

/* Registered memory. */
struct ri_mem {
	struct list_head list;
	struct ri_ctx *ctx;
	u64 addr;
	size_t length;
	unsigned long npages;
	int writable;
	u32 key;
	struct sg_table sgt;
	int nmap;
};

struct ri_mem *ri_mem_get(struct ri_ctx *ctx, u64 addr, size_t length,
			  int writable);
void ri_mem_release(struct ri_mem *mem);
int ri_doorbell_map(struct ri_ctx *ctx, u64 addr);

#endif
