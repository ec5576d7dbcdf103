/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stub.h - as much of a kernel as consumer.c needs, to be run in user space
 *
 * STUB_VERSION is the kernel's version, as three numbers with commas. With
 * STUB_PIN there are pin_user_pages*() and unpin_user_page*(), whatever the
 * version; so since 5.6, and in distributions that backport.
 *
 * Each page has one word: a reference counts 1, a pin 1024, so whatever is
 * taken one way and given back the other way is seen in the end.
 */
#ifndef STUB_H
#define STUB_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
#define VERSION_OF(...) KERNEL_VERSION(__VA_ARGS__)
#define LINUX_VERSION_CODE VERSION_OF(STUB_VERSION)
#define MODULE_LICENSE(x)
#define MODULE_DESCRIPTION(x)

#define FOLL_WRITE 0x01
#define STUB_PAGES 4
#define PIN 1024

struct page {
	int refs;
	bool dirty;
};

struct folio {
	struct page page;
};

static struct page stub_mem[STUB_PAGES];
static unsigned int stub_flags;		/* as they came in with the last call */
static int stub_limit = STUB_PAGES;	/* no call returns more pages */

static inline int stub_take(int n, unsigned int flags, struct page **pages, int bias)
{
	int i;

	stub_flags = flags;
	for (i = 0; i < n && i < stub_limit; i++) {
		pages[i] = &stub_mem[i];
		pages[i]->refs += bias;
	}
	return i;
}

static inline bool PageDirty(struct page *page)
{
	return page->dirty;
}

static inline void set_page_dirty_lock(struct page *page)
{
	page->dirty = true;
}

static inline void put_page(struct page *page)
{
	page->refs--;
}

#define page_to_pfn(page) ((unsigned long)((page) - stub_mem))
#define pfn_to_page(pfn) (&stub_mem[pfn])
#define page_folio(page) ((struct folio *)(page))

/* As the kernel has it: macros up to 6.2, then constants that #ifdef misses. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
enum { FOLL_LONGTERM = 0x100 };
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 2, 0)
#define FOLL_LONGTERM 0x100
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#define VMAS
#define NO_VMAS
#else
#define VMAS , void *vmas
#endif

static inline long get_user_pages(unsigned long start, unsigned long n,
				  unsigned int flags, struct page **pages VMAS)
{
	return stub_take(n, flags, pages, 1);
}

static inline long get_user_pages_unlocked(unsigned long start, unsigned long n,
					   struct page **pages, unsigned int flags)
{
	return stub_take(n, flags, pages, 1);
}

/* The lock of the address space, as it was called before 5.8 */
static struct {
	int mmap_sem;
} stub_mm;
static struct {
	typeof(stub_mm) *mm;
} stub_task = { &stub_mm };
#define current (&stub_task)
#define down_read(lock) (++*(lock))
#define up_read(lock) (--*(lock))

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 2, 0)
static inline int get_user_pages_fast(unsigned long start, int n,
				      unsigned int flags, struct page **pages)
{
	return stub_take(n, flags, pages, 1);
}
#else
static inline int get_user_pages_fast(unsigned long start, int n, int write,
				      struct page **pages)
{
	return stub_take(n, write, pages, 1);
}
#endif

/* The put_user_page() of 5.2 to 5.5. Nothing may use it: it is no put_page(). */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 2, 0) && \
    LINUX_VERSION_CODE < KERNEL_VERSION(5, 6, 0)
static inline void put_user_page(struct page *page)
{
	page->refs -= 100000;
}

static inline void put_user_pages(struct page **pages, unsigned long n)
{
	pages[0]->refs -= 100000;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 4, 0)
static inline void put_user_pages_dirty_lock(struct page **pages, unsigned long n)
{
	pages[0]->refs -= 100000;
}
#else
static inline void put_user_pages_dirty_lock(struct page **pages, unsigned long n, bool dirty)
{
	pages[0]->refs -= 100000;
}
#endif
#endif

#ifdef STUB_PIN
static inline long pin_user_pages(unsigned long start, unsigned long n,
				  unsigned int flags, struct page **pages VMAS)
{
	return stub_take(n, flags, pages, PIN);
}

#if defined(STUB_UNLOCKED) || LINUX_VERSION_CODE >= KERNEL_VERSION(5, 8, 0)
static inline long pin_user_pages_unlocked(unsigned long start, unsigned long n,
					   struct page **pages, unsigned int flags)
{
	return stub_take(n, flags, pages, PIN);
}
#endif

static inline int pin_user_pages_fast(unsigned long start, int n,
				      unsigned int flags, struct page **pages)
{
	return stub_take(n, flags, pages, PIN);
}

static inline void unpin_user_page(struct page *page)
{
	page->refs -= PIN;
}

static inline void unpin_user_pages_dirty_lock(struct page **pages, unsigned long n, bool dirty)
{
	while (n--) {
		pages[n]->dirty |= dirty;
		pages[n]->refs -= PIN;
	}
}

static inline void unpin_user_pages(struct page **pages, unsigned long n)
{
	unpin_user_pages_dirty_lock(pages, n, false);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0)
static inline void unpin_user_page_range_dirty_lock(struct page *page, unsigned long n, bool dirty)
{
	while (n--) {
		page[n].dirty |= dirty;
		page[n].refs -= PIN;
	}
}
#endif
#endif /* STUB_PIN */

#endif
