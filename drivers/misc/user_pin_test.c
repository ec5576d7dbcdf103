// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/user_pin_test: a device that pins user memory and writes to it when told.
 *
 * It stands in for hardware in tests: the write goes to the pages and not
 * through a page table, long after the pin, and the file system hears of it
 * only when the pages are dirtied at the release.
 *
 * It is also the example for drivers that are to be converted. What such a
 * driver has to get right:
 *
 * - Every page that pin_user_pages*() returned is given back exactly once, by
 *   put_user_pages*(). pin_user_pages*() may return fewer pages than it was
 *   asked for; those are pinned all the same. See range_pin().
 * - If the device may have written, the release dirties. See range_release().
 * - Pins whose end user space decides are FOLL_LONGTERM, and are accounted
 *   against RLIMIT_MEMLOCK. Those that end with an I/O need neither. This
 *   device allows a pin that says neither and is kept, because tests must be
 *   able to hold a short pin for a known time; a driver must not.
 * - What is pinned when the file is closed is released then. User space may be
 *   killed, so there is no other place where that is sure to happen.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/user_pin.h>
#include <linux/xarray.h>

#include "user_pin_test.h"

/**
 * struct pinned_range - user memory that is pinned
 * @mm: whose memory, and whose RLIMIT_MEMLOCK; a reference from mmgrab()
 * @pages: @npages entries from pin_user_pages*(), and nothing else
 * @npages: number of pages
 * @start: offset of the first byte in the first page
 * @length: number of bytes
 * @flags: USER_PIN_TEST_* of the pin
 * @written: the device has written since the pin
 */
struct pinned_range {
	struct mm_struct *mm;
	struct page **pages;
	unsigned long npages;
	unsigned long start;
	unsigned long length;
	u32 flags;
	bool written;
};

/**
 * struct pin_file - an open file of the device
 * @lock: taken to use a range and to take it out of @ranges. Not held while
 *	pinning, which may fault and wait for user space, nor while releasing,
 *	which takes folio locks.
 * @ranges: the pinned ranges, by id
 */
struct pin_file {
	struct mutex lock; /* a range in use is not released */
	struct xarray ranges;
};

/* === Pin and release ==================================================== */

/*
 * Pin up to @npages pages. Returns how many were pinned, which may be fewer,
 * or an error if it is none.
 */
static long pin_some(struct pinned_range *range, unsigned long addr,
		     unsigned long npages, struct page **pages)
{
	unsigned int gup_flags = 0;
	int locked = 1;
	long pinned;

	/* FOLL_WRITE is about the device, not about the mapping. */
	if (range->flags & USER_PIN_TEST_WRITABLE)
		gup_flags |= FOLL_WRITE;
	if (range->flags & USER_PIN_TEST_LONGTERM)
		gup_flags |= FOLL_LONGTERM;

	if (!(range->flags & USER_PIN_TEST_REMOTE))
		return pin_user_pages_fast(addr, npages, gup_flags, pages);

	if (mmap_read_lock_killable(range->mm))
		return -EINTR;
	pinned = pin_user_pages_remote(range->mm, addr, npages, gup_flags,
				       pages, &locked);
	/* A fault that waited may have dropped the lock. */
	if (locked)
		mmap_read_unlock(range->mm);
	return pinned;
}

/* Pin all of the range or nothing. */
static int range_pin(struct pinned_range *range, unsigned long addr)
{
	unsigned long done = 0;
	long pinned;

	while (done < range->npages) {
		pinned = pin_some(range, addr + done * PAGE_SIZE,
				  range->npages - done, range->pages + done);
		if (pinned <= 0)
			goto undo;
		/* Fewer than asked for: ask for the rest, or learn why not. */
		done += pinned;
	}
	return 0;

undo:
	/*
	 * Exactly those that are pinned: neither range->npages, nor anything
	 * computed from a negative return. The device has not seen them yet,
	 * so there is nothing to dirty.
	 */
	put_user_pages(range->pages, done);
	return pinned ? pinned : -EFAULT;
}

static void range_free(struct pinned_range *range)
{
	mmdrop(range->mm);
	kvfree(range->pages);
	kfree(range);
}

static void range_unaccount(struct pinned_range *range)
{
	if (range->flags & USER_PIN_TEST_LONGTERM)
		account_locked_vm(range->mm, range->npages, false);
}

/*
 * End of a range that was pinned. The device must be through with it: hardware
 * is stopped and its mapping torn down (dma_unmap_sg() and the like) before
 * this. Takes folio locks and mmap_lock, so no spinlock and no interrupt.
 */
static void range_release(struct pinned_range *range, bool dirty)
{
	/* Dirties under the folio lock, and tells that it is a writer who leaves. */
	put_user_pages_dirty_lock(range->pages, range->npages, dirty);
	range_unaccount(range);
	range_free(range);
}

/* === The calls ========================================================== */

static int range_alloc(const struct user_pin_test_pin *arg,
		       struct pinned_range **result)
{
	struct pinned_range *range;
	unsigned long addr = arg->addr, end;

	if (arg->flags & ~USER_PIN_TEST_PIN_FLAGS)
		return -EINVAL;
	if (!arg->length || arg->length > USER_PIN_TEST_MAX_LENGTH)
		return -EINVAL;
	/* An address that this kernel does not have, or a range that wraps. */
	if (addr != arg->addr ||
	    check_add_overflow(addr, (unsigned long)arg->length, &end))
		return -EINVAL;

	range = kzalloc(sizeof(*range), GFP_KERNEL_ACCOUNT);
	if (!range)
		return -ENOMEM;
	range->flags = arg->flags;
	range->start = offset_in_page(addr);
	range->length = arg->length;
	range->npages = DIV_ROUND_UP(range->start + range->length, PAGE_SIZE);
	range->pages = kvmalloc_array(range->npages, sizeof(*range->pages),
				      GFP_KERNEL_ACCOUNT);
	if (!range->pages) {
		kfree(range);
		return -ENOMEM;
	}
	/* Keeps the counters, not the memory: that is what the pins are for. */
	range->mm = current->mm;
	mmgrab(range->mm);
	*result = range;
	return 0;
}

static long pin_file_pin(struct pin_file *pf,
			 struct user_pin_test_pin __user *uarg)
{
	struct user_pin_test_pin arg;
	struct pinned_range *range;
	u32 id;
	int ret;

	if (copy_from_user(&arg, uarg, sizeof(arg)))
		return -EFAULT;
	ret = range_alloc(&arg, &range);
	if (ret)
		return ret;

	/* Before the pin: pages over the limit are not pinned even for a moment. */
	if (range->flags & USER_PIN_TEST_LONGTERM) {
		ret = account_locked_vm(range->mm, range->npages, true);
		if (ret)
			goto err_free;
	}
	ret = range_pin(range, (unsigned long)arg.addr & PAGE_MASK);
	if (ret)
		goto err_unaccount;

	/* Reserve the id, tell it, and only then let other calls find the range. */
	ret = xa_alloc(&pf->ranges, &id, NULL, xa_limit_31b, GFP_KERNEL_ACCOUNT);
	if (ret)
		goto err_release;
	if (put_user(id, &uarg->id)) {
		ret = -EFAULT;
		goto err_id;
	}
	/* Cannot fail: the place is reserved. */
	xa_store(&pf->ranges, id, range, GFP_KERNEL_ACCOUNT);
	return 0;

err_id:
	xa_erase(&pf->ranges, id);
err_release:
	put_user_pages(range->pages, range->npages);
err_unaccount:
	range_unaccount(range);
err_free:
	range_free(range);
	return ret;
}

/* Is [offset, offset + length) inside of the range? */
static bool range_has(struct pinned_range *range, u64 offset, u64 length)
{
	return offset <= range->length && length <= range->length - offset;
}

static int range_write(struct pinned_range *range,
		       const struct user_pin_test_write *arg)
{
	unsigned long pos, left = arg->length;

	/* Without FOLL_WRITE the page may be shared with others, or be read-only. */
	if (!(range->flags & USER_PIN_TEST_WRITABLE))
		return -EACCES;
	if (!range_has(range, arg->offset, arg->length) || arg->value > 255)
		return -EINVAL;

	/* First, so that a release dirties even what is written only in part. */
	range->written = true;
	pos = range->start + arg->offset;
	while (left) {
		unsigned long in_page = offset_in_page(pos);
		unsigned long n = min(left, PAGE_SIZE - in_page);

		memset_page(range->pages[pos / PAGE_SIZE], in_page,
			    arg->value, n);
		pos += n;
		left -= n;
		cond_resched();
	}
	return 0;
}

static long pin_file_write(struct pin_file *pf,
			   const struct user_pin_test_write __user *uarg)
{
	struct user_pin_test_write arg;
	struct pinned_range *range;
	long ret = -ENOENT;

	if (copy_from_user(&arg, uarg, sizeof(arg)))
		return -EFAULT;
	mutex_lock(&pf->lock);
	range = xa_load(&pf->ranges, arg.id);
	if (range)
		ret = range_write(range, &arg);
	mutex_unlock(&pf->lock);
	return ret;
}

static long pin_file_count(struct pin_file *pf,
			   struct user_pin_test_count __user *uarg)
{
	struct user_pin_test_count arg;
	struct pinned_range *range;
	struct page *page;
	long ret = -ENOENT;

	if (copy_from_user(&arg, uarg, sizeof(arg)))
		return -EFAULT;
	if (arg.pad)
		return -EINVAL;
	mutex_lock(&pf->lock);
	range = xa_load(&pf->ranges, arg.id);
	if (range && range_has(range, arg.offset, 1)) {
		page = range->pages[(range->start + arg.offset) / PAGE_SIZE];
		arg.count = folio_pin_count(page_folio(page));
		ret = 0;
	} else if (range) {
		ret = -EINVAL;
	}
	mutex_unlock(&pf->lock);
	if (!ret && copy_to_user(uarg, &arg, sizeof(arg)))
		ret = -EFAULT;
	return ret;
}

static long pin_file_unpin(struct pin_file *pf, const __u32 __user *uid,
			   bool may_dirty)
{
	struct pinned_range *range;
	u32 id;

	if (get_user(id, uid))
		return -EFAULT;
	/* Whoever takes it out of the array releases it; nobody else can. */
	mutex_lock(&pf->lock);
	range = xa_load(&pf->ranges, id);
	if (range)
		xa_erase(&pf->ranges, id);
	mutex_unlock(&pf->lock);
	if (!range)
		return -ENOENT;
	range_release(range, may_dirty && range->written);
	return 0;
}

/* === The device ========================================================= */

static int user_pin_test_open(struct inode *inode, struct file *file)
{
	struct pin_file *pf;

	pf = kzalloc(sizeof(*pf), GFP_KERNEL_ACCOUNT);
	if (!pf)
		return -ENOMEM;
	mutex_init(&pf->lock);
	xa_init_flags(&pf->ranges, XA_FLAGS_ALLOC1);
	file->private_data = pf;
	return 0;
}

/* The last reference is gone: no call is running, so no lock is needed. */
static int user_pin_test_release(struct inode *inode, struct file *file)
{
	struct pin_file *pf = file->private_data;
	struct pinned_range *range;
	unsigned long id;

	xa_for_each(&pf->ranges, id, range)
		range_release(range, range->written);
	xa_destroy(&pf->ranges);
	kfree(pf);
	return 0;
}

static long user_pin_test_ioctl(struct file *file, unsigned int cmd,
				unsigned long arg)
{
	struct pin_file *pf = file->private_data;
	void __user *uarg = (void __user *)arg;

	switch (cmd) {
	case USER_PIN_TEST_IOC_PIN:
		return pin_file_pin(pf, uarg);
	case USER_PIN_TEST_IOC_WRITE:
		return pin_file_write(pf, uarg);
	case USER_PIN_TEST_IOC_COUNT:
		return pin_file_count(pf, uarg);
	case USER_PIN_TEST_IOC_UNPIN:
		return pin_file_unpin(pf, uarg, true);
	case USER_PIN_TEST_IOC_UNPIN_CLEAN:
		return pin_file_unpin(pf, uarg, false);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations user_pin_test_fops = {
	.owner		= THIS_MODULE,
	.open		= user_pin_test_open,
	.release	= user_pin_test_release,
	.unlocked_ioctl	= user_pin_test_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

/* Mode 0600: who may open it can pin memory without a limit. */
static struct miscdevice user_pin_test_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "user_pin_test",
	.mode	= 0600,
	.fops	= &user_pin_test_fops,
};
module_misc_device(user_pin_test_device);

MODULE_DESCRIPTION("Test device that pins user memory and writes to it late");
MODULE_LICENSE("GPL");
