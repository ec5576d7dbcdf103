// SPDX-License-Identifier: GPL-2.0
/*
 * A driver that uses everything of put_user_page_compat.h, for every kernel.
 * Compiled against real kernel headers, and run on those of stub.h.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/version.h>

#include "put_user_page_compat.h"

int consumer_fast(unsigned long addr, int n, struct page **pages);
int consumer_locked(unsigned long addr, int n, struct page **pages);
int consumer_unlocked(unsigned long addr, int n, struct page **pages);
void consumer_release(struct page **pages, int n, bool dirty);
void consumer_release_range(struct page *page, int n, bool dirty);
void consumer_release_folio(struct page **pages, int n);

int consumer_fast(unsigned long addr, int n, struct page **pages)
{
	int pinned = pin_user_pages_fast(addr, n, FOLL_WRITE | FOLL_LONGTERM,
					 pages);

	if (pinned > 0 && pinned < n) {
		put_user_pages(pages, pinned);
		return -EFAULT;
	}
	return pinned;
}

/* mmap_lock is held. The one call whose arguments have changed. */
int consumer_locked(unsigned long addr, int n, struct page **pages)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	return pin_user_pages(addr, n, FOLL_WRITE, pages);
#else
	return pin_user_pages(addr, n, FOLL_WRITE, pages, NULL);
#endif
}

int consumer_unlocked(unsigned long addr, int n, struct page **pages)
{
	return pin_user_pages_unlocked(addr, n, pages, FOLL_WRITE);
}

void consumer_release(struct page **pages, int n, bool dirty)
{
	put_user_pages_dirty_lock(pages, n - 1, dirty);
	if (dirty)
		set_page_dirty_lock(pages[n - 1]);
	put_user_page(pages[n - 1]);
}

void consumer_release_range(struct page *page, int n, bool dirty)
{
	put_user_page_range_dirty_lock(page, n, dirty);
}

void consumer_release_folio(struct page **pages, int n)
{
#ifdef put_user_folio
	put_user_folio(page_folio(pages[0]), n);
#else
	put_user_pages(pages, n);
#endif
}

MODULE_DESCRIPTION("Compile test of put_user_page_compat.h");
MODULE_LICENSE("GPL");
