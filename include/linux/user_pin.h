/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counted pins on user pages.
 *
 * A device, or direct I/O, that writes into a page which user space mapped
 * from a file does so behind the back of the file system: no page fault tells
 * it. pin_user_pages*() announces such an access, put_user_page*() ends it,
 * and this header is how the rest of the kernel asks what goes on between.
 *
 * There are two tiers.
 *
 * - Every pinned page carries the biased refcount of mm/gup.c
 *   (GUP_PIN_COUNTING_BIAS for an order-0 folio, _pincount for a large one).
 *   It costs nothing and answers "not pinned" exactly, but never "pinned":
 *   1024 ordinary references look like one pin. Nothing waits on it.
 *
 * - A folio of a mapping that is written back (not anon, shmem, hugetlbfs,
 *   DAX or zone-device) has a pin record for as long as it is pinned: an exact
 *   count, how many pins may write, how many are long-term, and since when.
 *   Every FOLL_PIN on such a folio is recorded and every release goes through
 *   the same place, so the count is exact.
 *
 * The rule for whoever meets a pin: wait if it is transient, revoke it if it is
 * long-lived and can be revoked, otherwise block it. A wait is always unlocked,
 * killable and bounded: by the start of the pinned period plus
 * vm.user_pin_wait_ms, so that one pin delays everybody together at most once.
 *
 * See Documentation/mm/user_pin.rst for the design, the lock order and the
 * pairing of the memory barriers.
 */
#ifndef _LINUX_USER_PIN_H
#define _LINUX_USER_PIN_H

#include <linux/mm.h>
#include <linux/types.h>

struct address_space;
struct bio;
struct folio;
struct inode;
struct page;
struct super_block;
struct user_pin_copy;
struct vm_area_struct;
struct writeback_control;

/* === Release ============================================================ */

/*
 * Feature test: drivers that are built for several kernels ask for the name of
 * the function, because forks backport and version numbers say nothing:
 *
 *	#ifndef put_user_page
 *	... a kernel without this API: use the compat header ...
 *	#endif
 */
#define put_user_page put_user_page
#define put_user_pages put_user_pages
#define put_user_pages_dirty_lock put_user_pages_dirty_lock
#define put_user_page_range_dirty_lock put_user_page_range_dirty_lock
#define put_user_folio put_user_folio

/**
 * put_user_page() - give back one page taken by pin_user_pages*()
 * @page: the page, as pin_user_pages*() returned it
 *
 * The counterpart of pin_user_pages*(): one call for each page returned.
 * unpin_user_page() is the same function by its other name; the two may be
 * mixed. A page that was taken with get_user_pages*() (FOLL_GET) must go
 * through put_page() and never through here.
 *
 * This form does not say whether the holder wrote to the page. The record then
 * counts on the safe side: it believes in a writer until the number of pins
 * left no longer allows one. Use put_user_pages_dirty_lock() if you wrote.
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one). Does not
 *	sleep.
 */
static inline void put_user_page(struct page *page)
{
	unpin_user_page(page);
}

/**
 * put_user_pages() - give back an array of pages
 * @pages: pages, as pin_user_pages*() returned them; NULL entries are skipped
 * @npages: number of entries of @pages, as pin_user_pages*() returned it. A
 *	negative errno passed by mistake is caught with a warning.
 *
 * Does put_user_page() for every page. Pages of one folio that follow each
 * other are released together.
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one). Does not
 *	sleep.
 */
static inline void put_user_pages(struct page **pages, unsigned long npages)
{
	unpin_user_pages(pages, npages);
}

/**
 * put_user_pages_dirty_lock() - dirty an array of pages and give it back
 * @pages: pages, as pin_user_pages*() returned them
 * @npages: number of entries of @pages
 * @make_dirty: true if the device wrote to the pages
 *
 * Marks each page dirty that is not, or not all of it, under its folio lock, and
 * releases it as a writer's pin. With @make_dirty false the same as
 * put_user_pages().
 *
 * Context: Process context, may sleep (folio lock) if @make_dirty. The caller
 * must not hold a folio lock.
 */
static inline void put_user_pages_dirty_lock(struct page **pages,
					     unsigned long npages,
					     bool make_dirty)
{
	unpin_user_pages_dirty_lock(pages, npages, make_dirty);
}

/**
 * put_user_page_range_dirty_lock() - the same for physically contiguous pages
 * @page: first page of the range
 * @npages: number of pages that follow each other from @page on
 * @make_dirty: true if the device wrote to the pages
 *
 * Context: Process context, may sleep (folio lock) if @make_dirty. The caller
 * must not hold a folio lock.
 */
static inline void put_user_page_range_dirty_lock(struct page *page,
						  unsigned long npages,
						  bool make_dirty)
{
	unpin_user_page_range_dirty_lock(page, npages, make_dirty);
}

/**
 * put_user_folio() - give back several pins of one folio
 * @folio: the folio
 * @npages: number of pins to give back, one for each page that was pinned
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one). Does not
 *	sleep.
 */
static inline void put_user_folio(struct folio *folio, unsigned long npages)
{
	unpin_user_folio(folio, npages);
}

/*
 * The highest refcount a folio may have before pins are added. What is above is
 * room for the pins of one call, and for those that other CPUs are adding after
 * the same test: more than 130,000 of an order-0 folio.
 */
#ifdef CONFIG_USER_PIN
#define USER_PIN_REF_MAX	(INT_MAX - (INT_MAX >> 4))
#else
#define USER_PIN_REF_MAX	INT_MAX
#endif

/**
 * user_pin_room() - check that pins can be added without overflow
 * @folio: folio about to be pinned
 *
 * Context: Any.
 * Return: false if the refcount is negative, or would come near its limit; the
 * pin is then refused with -ENOMEM instead of wrapping the refcount.
 */
static __always_inline bool user_pin_room(struct folio *folio)
{
	return (unsigned int)folio_ref_count(folio) <= USER_PIN_REF_MAX;
}

#ifdef CONFIG_USER_PIN

void put_user_folio_written(struct folio *folio, unsigned long npages);

/* === Recording: the hooks of mm/gup.c =================================== */

void __user_pin_release(struct folio *folio, int refs, unsigned int flags);
void __user_pin_dup(struct folio *folio, int refs);
bool user_pin_refill(void);

/**
 * user_pin_wanted() - may a pin of this folio need a record?
 * @folio: folio about to be pinned
 *
 * One bit tells anon and shmem folios apart, so that they pay no more than this
 * test. For the rest user_pin_acquire() looks closer.
 *
 * Context: Any.
 * Return: false for anon and shmem.
 */
static __always_inline bool user_pin_wanted(struct folio *folio)
{
	/* Not folio_test_swapbacked(): a plain read saves an instruction. */
	return !(data_race(*const_folio_flags(folio, 0)) & BIT(PG_swapbacked));
}

/**
 * user_pin_acquire() - record pins that were just added to a folio
 * @folio: the folio; its biased refcount already includes @refs
 * @refs: number of pins
 * @flags: FOLL_* flags of the pin; FOLL_WRITE and FOLL_LONGTERM are recorded
 *
 * For folios that user_pin_wanted() does not rule out.
 *
 * Context: Any; page-table lock held, or interrupts disabled (GUP-fast).
 * Return: 0, or -ENOBUFS if there was no memory for a record. The caller then
 * takes its @refs back without a call of user_pin_release(), drops its locks
 * and calls user_pin_refill(), or falls back to the slow path.
 */
int user_pin_acquire(struct folio *folio, int refs, unsigned int flags);

/**
 * user_pin_release() - forget pins that are about to be dropped from a folio
 * @folio: the folio; its biased refcount still includes @refs
 * @refs: number of pins
 * @flags: with FOLL_WRITE (FOLL_LONGTERM) set, the pins released are known to
 *	be writers (long-term); otherwise the release is untyped, and long-term
 *	pins come first
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one).
 */
static __always_inline void user_pin_release(struct folio *folio, int refs,
					     unsigned int flags)
{
	if (likely(!user_pin_wanted(folio)))
		return;
	__user_pin_release(folio, refs, flags);
}

/**
 * user_pin_dup() - record further pins on a folio that is already pinned
 * @folio: the folio, pinned by the caller
 * @refs: number of pins that were added
 *
 * The type of the pin that is copied is not known; if the folio has writers,
 * the copy counts as one. /proc/vmstat counts it as acquired, because its
 * release will be counted.
 *
 * Context: Any. Needs no memory: the record exists.
 */
static __always_inline void user_pin_dup(struct folio *folio, int refs)
{
	node_stat_mod_folio(folio, NR_FOLL_PIN_ACQUIRED, refs);
	if (user_pin_wanted(folio))
		__user_pin_dup(folio, refs);
}

void __user_pin_ending(struct folio *folio, int change);

/**
 * user_pin_ending() - the I/O of a writer's pin is over, its page not yet dirty
 * @folio: the folio, pinned by the caller, who wrote to it
 *
 * For a completion that leaves dirtying and releasing to somebody who may sleep.
 * Called before anybody is told that the I/O is over: an fsync() that is called
 * because of that waits, even if the pin is past its deadline by then.
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one). One
 *	user_pin_ended() for each call.
 */
static inline void user_pin_ending(struct folio *folio)
{
	if (user_pin_wanted(folio))
		__user_pin_ending(folio, 1);
}

/**
 * user_pin_ended() - the folio is dirty now
 * @folio: the folio, still pinned by the caller
 *
 * Context: Any.
 */
static inline void user_pin_ended(struct folio *folio)
{
	if (user_pin_wanted(folio))
		__user_pin_ending(folio, -1);
}

void __user_pin_detach(struct folio *folio);

/**
 * user_pin_detach() - a folio leaves the page cache
 * @folio: the folio; folio->mapping was just cleared
 *
 * Takes the record of a pinned folio out of its mapping, so that nothing waits
 * for it there any more. The record itself lives until the last release.
 * A pin that races with this keeps the old mapping in its record; that pointer
 * is only ever compared, never followed.
 *
 * Context: i_pages lock held, interrupts disabled.
 */
static __always_inline void user_pin_detach(struct folio *folio)
{
	if (unlikely(folio_maybe_dma_pinned(folio)))
		__user_pin_detach(folio);
}

/* === Questions ========================================================== */

unsigned long folio_pin_count(struct folio *folio);
bool __folio_user_pinned(struct folio *folio);
bool __folio_pinned_for_write(struct folio *folio);
bool __user_pin_in_blocks(struct folio *folio);

/**
 * folio_user_pinned() - does anybody hold a recorded pin on this folio?
 * @folio: the folio; the caller holds a reference
 *
 * Unlike folio_maybe_dma_pinned() this has no false positives: many mappings
 * or pipe references of one page are not a pin. Folios without records (anon,
 * shmem, hugetlb, zone-device) always read as not pinned.
 *
 * Context: Any.
 * Return: true if the folio has a pin record.
 */
static inline bool folio_user_pinned(struct folio *folio)
{
	return unlikely(folio_maybe_dma_pinned(folio)) &&
	       __folio_user_pinned(folio);
}

/**
 * folio_pinned_for_write() - may a pin holder write to this folio?
 * @folio: the folio; the caller holds a reference
 *
 * Asked after the page tables were write-protected (folio_clear_dirty_for_io()
 * returned true, or folio_mkclean() was called) or the folio was unmapped, the
 * answer covers every pin that was taken through a writable page-table entry
 * before: a later one has to come through page_mkwrite().
 *
 * The barrier pairs with the one between recording a pin and re-checking the
 * page-table entry in GUP-fast: a folio that has no mapping left is
 * write-protected without taking a page-table lock.
 *
 * Context: Any.
 * Return: true if a recorded pin may write.
 */
static inline bool folio_pinned_for_write(struct folio *folio)
{
	smp_mb(); /* pairs with the one at the end of user_pin_acquire() */
	return unlikely(folio_maybe_dma_pinned(folio)) &&
	       __folio_pinned_for_write(folio);
}

/**
 * user_pin_must_dirty() - must the holder of a pin dirty this folio?
 * @folio: the folio, pinned by the caller, who wrote to it
 *
 * A folio that is dirty already need not be dirty where the caller wrote, if it
 * has several blocks: file systems keep a dirty bit for each of them, and only
 * ->dirty_folio() sets all. So a recorded folio with blocks smaller than itself
 * is dirtied again. Others, anon and shmem among them, pay one test more.
 *
 * Context: Any, including hard interrupt.
 * Return: true if folio_mark_dirty() has to be called, under the folio lock.
 */
static inline bool user_pin_must_dirty(struct folio *folio)
{
	return !folio_test_dirty(folio) ||
	       (user_pin_wanted(folio) && __user_pin_in_blocks(folio));
}

/* === What the kernel does about a pin: mm/user_pin/policy.c ============= */

extern unsigned int sysctl_user_pin_wait_ms;

bool __user_pin_skip_writeback(struct folio *folio,
			       const struct writeback_control *wbc);
bool __user_pin_refuse_release(struct folio *folio);

/**
 * user_pin_skip_writeback() - should background writeback leave this folio?
 * @folio: dirty folio, locked, about to be written
 * @wbc: the writeback pass
 *
 * True for a folio that is pinned for writing since less than
 * vm.user_pin_wait_ms when nobody waits for the data (WB_SYNC_NONE). The folio
 * stays dirty, and the flusher comes back to the inode as to one whose pages it
 * could not write. Past the deadline, and for WB_SYNC_ALL, it is written: no pin
 * has a folio skipped for ever.
 *
 * Context: Folio lock held. Does not sleep.
 * Return: true if the caller should unlock the folio and go on to the next.
 */
static inline bool user_pin_skip_writeback(struct folio *folio,
					   const struct writeback_control *wbc)
{
	return unlikely(folio_maybe_dma_pinned(folio)) &&
	       __user_pin_skip_writeback(folio, wbc);
}

/**
 * user_pin_refuse_release() - must the folio keep its file system state?
 * @folio: locked folio that somebody wants to strip of buffers, or to drop
 *
 * A writer that holds a pin will dirty the folio late, and what the file system
 * attached to it (buffers, reservations) is needed then.
 *
 * Context: Folio lock held. Does not sleep.
 * Return: true if the folio is pinned for writing; the caller then refuses.
 */
static inline bool user_pin_refuse_release(struct folio *folio)
{
	/*
	 * If another CPU unmapped the folio and this one found it unmapped,
	 * look at the pins after that. Pairs with the decrement of the
	 * mapcount, for small folios a full barrier, after the page-table entry
	 * was cleared, and so after any pin that was taken through it.
	 */
	smp_rmb();
	return unlikely(folio_maybe_dma_pinned(folio)) &&
	       __user_pin_refuse_release(folio);
}

void user_pin_longterm_refused(struct vm_area_struct *vma);
int user_pin_wait_range(struct address_space *mapping, loff_t start,
			loff_t end);
int user_pin_wait_sb(struct super_block *sb);
bool user_pin_sb_busy(struct super_block *sb);
bool user_pin_range_busy(struct address_space *mapping, loff_t start,
			 loff_t end);
int user_pin_settle_range(struct address_space *mapping, loff_t start,
			  loff_t end);
int user_pin_drain(struct address_space *mapping, loff_t start, loff_t end,
		   unsigned long begin);
int user_pin_drain_once(struct address_space *mapping, loff_t start,
			loff_t end);
int user_pin_drain_fallocate(struct address_space *mapping, int mode,
			     loff_t offset);
int user_pin_shut_out(struct address_space *mapping, loff_t start, loff_t end);

struct user_pin_copy *user_pin_copy_bio(struct bio *bio);
void user_pin_copy_end(struct bio *bio, struct user_pin_copy *copy);
void user_pin_stabilize_bio(struct bio *bio, struct address_space *mapping);

/**
 * user_pin_late_dirty() - may this folio be dirtied by the holder of a pin?
 * @folio: folio that is being marked dirty
 *
 * For ->dirty_folio() of a file system that must reserve space: a folio that is
 * dirtied through a pin got no page_mkwrite() call. Tier one, so it can be
 * wrong the safe way: a folio with very many references looks pinned.
 *
 * Context: Any.
 * Return: true if it may be pinned.
 */
static inline bool user_pin_late_dirty(struct folio *folio)
{
	return folio_maybe_dma_pinned(folio);
}

#else /* !CONFIG_USER_PIN */

static inline void put_user_folio_written(struct folio *folio,
					  unsigned long npages)
{
	unpin_user_folio(folio, npages);
}

static inline bool user_pin_wanted(struct folio *folio)
{
	return false;
}

static inline int user_pin_acquire(struct folio *folio, int refs,
				   unsigned int flags)
{
	return 0;
}

static inline bool user_pin_refill(void)
{
	return false;
}

static inline void user_pin_release(struct folio *folio, int refs,
				    unsigned int flags)
{
}

static inline void user_pin_dup(struct folio *folio, int refs)
{
}

static inline void user_pin_ending(struct folio *folio)
{
}

static inline void user_pin_ended(struct folio *folio)
{
}

static inline void user_pin_detach(struct folio *folio)
{
}

static inline unsigned long folio_pin_count(struct folio *folio)
{
	if (folio_has_pincount(folio))
		return atomic_read(&folio->_pincount);
	return folio_ref_count(folio) / GUP_PIN_COUNTING_BIAS;
}

static inline bool folio_user_pinned(struct folio *folio)
{
	return false;
}

static inline bool folio_pinned_for_write(struct folio *folio)
{
	return false;
}

static inline bool user_pin_must_dirty(struct folio *folio)
{
	return !folio_test_dirty(folio);
}

static inline bool user_pin_skip_writeback(struct folio *folio,
					   const struct writeback_control *wbc)
{
	return false;
}

static inline bool user_pin_refuse_release(struct folio *folio)
{
	return false;
}

static inline void user_pin_longterm_refused(struct vm_area_struct *vma)
{
}

static inline int user_pin_wait_range(struct address_space *mapping,
				      loff_t start, loff_t end)
{
	return 0;
}

static inline int user_pin_wait_sb(struct super_block *sb)
{
	return 0;
}

static inline bool user_pin_sb_busy(struct super_block *sb)
{
	return false;
}

static inline bool user_pin_range_busy(struct address_space *mapping,
				       loff_t start, loff_t end)
{
	return false;
}

static inline int user_pin_settle_range(struct address_space *mapping,
					loff_t start, loff_t end)
{
	return 0;
}

static inline int user_pin_drain(struct address_space *mapping, loff_t start,
				 loff_t end, unsigned long begin)
{
	return 0;
}

static inline int user_pin_drain_once(struct address_space *mapping,
				      loff_t start, loff_t end)
{
	return 0;
}

static inline int user_pin_drain_fallocate(struct address_space *mapping,
					   int mode, loff_t offset)
{
	return 0;
}

static inline int user_pin_shut_out(struct address_space *mapping,
				    loff_t start, loff_t end)
{
	return 0;
}

static inline struct user_pin_copy *user_pin_copy_bio(struct bio *bio)
{
	return NULL;
}

static inline void user_pin_copy_end(struct bio *bio,
				     struct user_pin_copy *copy)
{
}

static inline void user_pin_stabilize_bio(struct bio *bio,
					  struct address_space *mapping)
{
}

static inline bool user_pin_late_dirty(struct folio *folio)
{
	return false;
}

#endif /* CONFIG_USER_PIN */

#endif /* _LINUX_USER_PIN_H */
