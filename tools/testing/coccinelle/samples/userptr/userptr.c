// SPDX-License-Identifier: GPL-2.0
/*
 * userptr - a made-up GPU driver: buffers are memory of the driver, or memory
 * of the process ("userptr"), and most of the code does not care which.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

#define UP_IOC_CREATE	_IOWR('U', 1, struct up_create)
#define UP_IOC_FENCE	_IOW('U', 2, __u64)
#define UP_IOC_COPY	_IOW('U', 3, struct up_copy)

#define UP_USER		0x1	/* the buffer is memory of the process */
#define UP_READONLY	0x2

struct up_create {
	__u64 addr;
	__u64 size;
	__u32 flags;
	__u32 handle;
};

struct up_copy {
	__u64 addr;
	__u64 size;
	__u32 handle;
	__u32 pad;
};

struct up_bo {
	struct page **pages;	/* of the process or of the driver, see flags */
	unsigned long npages;
	unsigned int flags;
	void *vaddr;
};

struct up_fence {
	spinlock_t lock;
	struct page *page;	/* user memory that tells the last frame */
	unsigned int offset;
	u64 value;
};

struct up_file {
	struct up_bo *bo;
	struct up_fence fence;
	struct mm_struct *mm;
};

/* === Buffers ============================================================ */

static void up_bo_free_pages(struct up_bo *bo)
{
	unsigned long i;

	for (i = 0; i < bo->npages; i++) {
		if (!bo->pages[i])
			continue;
		if (bo->flags & UP_USER && !(bo->flags & UP_READONLY))
			set_page_dirty_lock(bo->pages[i]);
		put_page(bo->pages[i]);
	}
	kvfree(bo->pages);
}

static int up_bo_alloc_driver(struct up_bo *bo)
{
	unsigned long i;

	for (i = 0; i < bo->npages; i++) {
		bo->pages[i] = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
		if (!bo->pages[i])
			return -ENOMEM;
	}
	return 0;
}

static int up_bo_get_user(struct up_bo *bo, u64 addr)
{
	unsigned int flags = bo->flags & UP_READONLY ? 0 : FOLL_WRITE;
	unsigned long done = 0;
	int got;

	do {
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
		got = get_user_pages_fast(addr + done * PAGE_SIZE,
					  bo->npages - done, flags != 0,
					  bo->pages + done);
#else
		got = get_user_pages_fast(addr + done * PAGE_SIZE,
					  bo->npages - done, flags,
					  bo->pages + done);
#endif
		if (got < 0)
			return got;
		done += got;
	} while (got && done < bo->npages);
	return done == bo->npages ? 0 : -EFAULT;
}

static struct up_bo *up_bo_create(const struct up_create *arg)
{
	struct up_bo *bo;
	int ret = -ENOMEM;

	if (!arg->size || (arg->addr | arg->size) & ~PAGE_MASK)
		return ERR_PTR(-EINVAL);
	bo = kzalloc(sizeof(*bo), GFP_KERNEL);
	if (!bo)
		return ERR_PTR(-ENOMEM);
	bo->flags = arg->flags;
	bo->npages = arg->size >> PAGE_SHIFT;
	bo->pages = kvcalloc(bo->npages, sizeof(*bo->pages), GFP_KERNEL);
	if (!bo->pages)
		goto err_free;
	if (bo->flags & UP_USER)
		ret = up_bo_get_user(bo, arg->addr);
	else
		ret = up_bo_alloc_driver(bo);
	if (ret)
		goto err_pages;
	ret = -ENOMEM;
	bo->vaddr = vmap(bo->pages, bo->npages, VM_MAP, PAGE_KERNEL);
	if (!bo->vaddr)
		goto err_pages;
	return bo;

err_pages:
	/* Entries that were not filled are NULL. */
	up_bo_free_pages(bo);
err_free:
	kfree(bo);
	return ERR_PTR(ret);
}

static void up_bo_destroy(struct up_bo *bo)
{
	if (!bo)
		return;
	vunmap(bo->vaddr);
	up_bo_free_pages(bo);
	kfree(bo);
}

/* === The fence: written by the interrupt handler ======================== */

static void up_fence_clear(struct up_fence *fence)
{
	unsigned long flags;

	spin_lock_irqsave(&fence->lock, flags);
	if (fence->page) {
		SetPageDirty(fence->page);
		put_page(fence->page);
	}
	fence->page = NULL;
	spin_unlock_irqrestore(&fence->lock, flags);
}

static int up_fence_set(struct up_fence *fence, u64 addr)
{
	struct page *page;
	unsigned long flags;
	int ret;

	ret = get_user_pages_fast(addr & PAGE_MASK, 1, FOLL_WRITE, &page);
	if (ret < 1)
		return ret ? ret : -EFAULT;
	up_fence_clear(fence);
	spin_lock_irqsave(&fence->lock, flags);
	fence->page = page;
	fence->offset = offset_in_page(addr) & ~7u;
	spin_unlock_irqrestore(&fence->lock, flags);
	return 0;
}

static void up_fence_signal(struct up_fence *fence)
{
	unsigned long flags;
	char *va;

	spin_lock_irqsave(&fence->lock, flags);
	fence->value++;
	if (fence->page) {
		va = kmap_atomic(fence->page);
		*(u64 *)(va + fence->offset) = fence->value;
		kunmap_atomic(va);
	}
	spin_unlock_irqrestore(&fence->lock, flags);
}

/* === Copy out: transient, of another process if need be ================= */

static long up_get_remote(struct mm_struct *mm, unsigned long addr,
			  unsigned long n, struct page **pages)
{
	int locked = 1;
	long got;

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 8, 0)
	down_read(&mm->mmap_sem);
#else
	mmap_read_lock(mm);
#endif
#if defined(HAVE_GUP_REMOTE_TASK)
	got = get_user_pages_remote(NULL, mm, addr, n, FOLL_WRITE, pages, NULL,
				    &locked);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	got = get_user_pages_remote(mm, addr, n, FOLL_WRITE, pages, NULL,
				    &locked);
#else
	got = get_user_pages_remote(mm, addr, n, FOLL_WRITE, pages, &locked);
#endif
	if (locked) {
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 8, 0)
		up_read(&mm->mmap_sem);
#else
		mmap_read_unlock(mm);
#endif
	}
	return got;
}

static int up_copy_out(struct up_file *uf, const struct up_copy *arg)
{
	struct up_bo *bo = uf->bo;
	unsigned long n = arg->size >> PAGE_SHIFT, i;
	struct page **pages;
	long got;
	int ret = 0;

	if (!bo || !n || n > bo->npages || arg->addr & ~PAGE_MASK)
		return -EINVAL;
	pages = kvmalloc_array(n, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = up_get_remote(uf->mm, arg->addr, n, pages);
	if (got < 0) {
		ret = got;
		goto out_free;
	}
	if (got != n) {
		ret = -EFAULT;
		goto out_put;
	}
	for (i = 0; i < n; i++) {
		copy_highpage(pages[i], bo->pages[i]);
		set_page_dirty_lock(pages[i]);
	}
out_put:
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 15, 0)
	release_pages(pages, got, 0);
#else
	release_pages(pages, got);
#endif
out_free:
	kvfree(pages);
	return ret;
}

/* === The device ========================================================= */

static int up_open(struct inode *inode, struct file *file)
{
	struct up_file *uf = kzalloc(sizeof(*uf), GFP_KERNEL);

	if (!uf)
		return -ENOMEM;
	spin_lock_init(&uf->fence.lock);
	uf->mm = current->mm;
	mmgrab(uf->mm);
	file->private_data = uf;
	return 0;
}

static int up_release(struct inode *inode, struct file *file)
{
	struct up_file *uf = file->private_data;

	up_fence_clear(&uf->fence);
	up_bo_destroy(uf->bo);
	mmdrop(uf->mm);
	kfree(uf);
	return 0;
}

static long up_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct up_file *uf = file->private_data;
	struct up_create create;
	struct up_copy copy;
	struct up_bo *bo;
	u64 addr;

	switch (cmd) {
	case UP_IOC_CREATE:
		if (copy_from_user(&create, (void __user *)arg, sizeof(create)))
			return -EFAULT;
		bo = up_bo_create(&create);
		if (IS_ERR(bo))
			return PTR_ERR(bo);
		up_bo_destroy(uf->bo);
		uf->bo = bo;
		up_fence_signal(&uf->fence);
		return 0;
	case UP_IOC_FENCE:
		if (get_user(addr, (u64 __user *)arg))
			return -EFAULT;
		return up_fence_set(&uf->fence, addr);
	case UP_IOC_COPY:
		if (copy_from_user(&copy, (void __user *)arg, sizeof(copy)))
			return -EFAULT;
		return up_copy_out(uf, &copy);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations up_fops = {
	.owner = THIS_MODULE,
	.open = up_open,
	.release = up_release,
	.unlocked_ioctl = up_ioctl,
};

static struct miscdevice up_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "userptr",
	.fops = &up_fops,
};
module_misc_device(up_misc);

MODULE_DESCRIPTION("Made-up GPU driver, to try the conversion on");
MODULE_LICENSE("GPL");
