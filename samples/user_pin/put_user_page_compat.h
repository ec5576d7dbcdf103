/* SPDX-License-Identifier: (GPL-2.0 OR MIT) */
/*
 * put_user_page_compat.h - put_user_page() for drivers of many kernels
 *
 * To be copied into a driver that is built outside of the kernel tree, and to
 * be included there in place of <linux/user_pin.h>. The driver then pins with
 * pin_user_pages*() and releases with put_user_page*(), on every kernel since
 * 4.14:
 *
 * - kernels with counted pins have <linux/user_pin.h>; it is used;
 * - kernels since 5.6 have pin_user_pages*() and unpin_user_page*(), which are
 *   the same functions by other names (pin_user_pages_unlocked() since 5.8: before,
 *   it is made here of pin_user_pages());
 * - older ones have neither. There pin_user_pages*() is get_user_pages*(), and
 *   the release is put_page(), after set_page_dirty_lock() where asked for.
 *   Kernels 5.2 to 5.5 have functions called put_user_page*() that belong to
 *   get_user_pages(), with other arguments; they are not used.
 *
 * What it does not do: it does not change arguments. pin_user_pages() took a
 * last argument "vmas" before 6.5, pin_user_pages_remote() also a first one
 * before 5.9, and a driver that calls them keeps its #if for that.
 * pin_user_pages_fast() has the same four arguments everywhere.
 *
 * Distributions backport, so a version says little. Whether there is a header
 * is asked from the compiler. Whether there is a function cannot be asked from
 * the preprocessor: let the driver's Makefile look, and define the answer.
 * Without it, the version decides.
 *
 *	mm_h := $(srctree)/include/linux/mm.h
 *	has = $(if $(shell grep -sw $(1) $(mm_h)),1,0)
 *	ccflags-y += -DPUT_USER_PAGE_HAVE_UNPIN=$(call has,unpin_user_pages)
 *	ccflags-y += -DPUT_USER_PAGE_HAVE_PIN_UNLOCKED=$(call \
 *			has,pin_user_pages_unlocked)
 *	ccflags-y += -DPUT_USER_PAGE_HAVE_UNPIN_RANGE=$(call \
 *			has,unpin_user_page_range_dirty_lock)
 */
#ifndef PUT_USER_PAGE_COMPAT_H
#define PUT_USER_PAGE_COMPAT_H

#include <linux/mm.h>
#include <linux/version.h>

#ifdef __has_include
#if __has_include("linux/user_pin.h")
#include <linux/user_pin.h>
#endif
#endif

/* <linux/user_pin.h> defines the names of its functions for this question. */
#ifndef put_user_page

#ifndef PUT_USER_PAGE_HAVE_UNPIN
#define PUT_USER_PAGE_HAVE_UNPIN \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 6, 0))
#endif

#ifndef PUT_USER_PAGE_HAVE_PIN_UNLOCKED
#define PUT_USER_PAGE_HAVE_PIN_UNLOCKED \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 8, 0))
#endif

#ifndef PUT_USER_PAGE_HAVE_UNPIN_RANGE
#define PUT_USER_PAGE_HAVE_UNPIN_RANGE \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0))
#endif

#if PUT_USER_PAGE_HAVE_UNPIN

#define put_user_page unpin_user_page
#define put_user_pages unpin_user_pages
#define put_user_pages_dirty_lock unpin_user_pages_dirty_lock

#if !PUT_USER_PAGE_HAVE_PIN_UNLOCKED

#include <linux/sched.h>

/* The last one of the family to come. */
static inline long compat_pin_user_pages_unlocked(unsigned long start,
						  unsigned long nr_pages,
						  struct page **pages,
						  unsigned int gup_flags)
{
	long ret;

	down_read(&current->mm->mmap_sem);
	ret = pin_user_pages(start, nr_pages, gup_flags, pages, NULL);
	up_read(&current->mm->mmap_sem);
	return ret;
}

#define pin_user_pages_unlocked compat_pin_user_pages_unlocked

#endif

#else /* no pin_user_pages(): FOLL_GET, and its release */

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
/* Nothing tells long from short here; get_user_pages() knows no such flag. */
#ifndef FOLL_LONGTERM
#define FOLL_LONGTERM 0
#endif
#define PUT_USER_PAGE_GUP_FAST_FLAGS(flags) (!!((flags) & FOLL_WRITE))
#else
#define PUT_USER_PAGE_GUP_FAST_FLAGS(flags) (flags)
#endif

#define pin_user_pages get_user_pages
#define pin_user_pages_remote get_user_pages_remote
#define pin_user_pages_unlocked get_user_pages_unlocked

static inline int compat_pin_user_pages_fast(unsigned long start, int nr_pages,
					     unsigned int gup_flags,
					     struct page **pages)
{
	return get_user_pages_fast(start, nr_pages,
				   PUT_USER_PAGE_GUP_FAST_FLAGS(gup_flags),
				   pages);
}

static inline void compat_put_user_pages_dirty_lock(struct page **pages,
						    unsigned long npages,
						    bool make_dirty)
{
	unsigned long i;

	for (i = 0; i < npages; i++) {
		if (make_dirty && !PageDirty(pages[i]))
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}

static inline void compat_put_user_pages(struct page **pages,
					 unsigned long npages)
{
	compat_put_user_pages_dirty_lock(pages, npages, false);
}

/* Macros: they hide the functions of 5.2 to 5.5. */
#define pin_user_pages_fast compat_pin_user_pages_fast
#define put_user_page put_page
#define put_user_pages compat_put_user_pages
#define put_user_pages_dirty_lock compat_put_user_pages_dirty_lock

#endif /* PUT_USER_PAGE_HAVE_UNPIN */

#if PUT_USER_PAGE_HAVE_UNPIN && PUT_USER_PAGE_HAVE_UNPIN_RANGE

#define put_user_page_range_dirty_lock unpin_user_page_range_dirty_lock

#else

static inline void compat_put_user_page_range_dirty_lock(struct page *page,
							 unsigned long npages,
							 bool make_dirty)
{
	unsigned long pfn = page_to_pfn(page), i;

	for (i = 0; i < npages; i++) {
		page = pfn_to_page(pfn + i);
		put_user_pages_dirty_lock(&page, 1, make_dirty);
	}
}

#define put_user_page_range_dirty_lock compat_put_user_page_range_dirty_lock

#endif

/* Where there are folios, there is unpin_user_page(). */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)

static inline void compat_put_user_folio(struct folio *folio,
					 unsigned long npages)
{
	while (npages--)
		put_user_page(&folio->page);
}

#define put_user_folio compat_put_user_folio

#endif

#endif /* put_user_page */

#endif /* PUT_USER_PAGE_COMPAT_H */
