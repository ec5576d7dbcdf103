// SPDX-License-Identifier: GPL-2.0
/*
 * Counted pins on user pages: writing a pinned folio through a copy.
 *
 * Once the deadline of a pin has passed, its folio is written like any other.
 * If the data must not change between the checksum and the disk, what is
 * written is a private copy of the bytes of that moment: whoever pinned the
 * folio goes on writing to the original, which is dirtied and written again.
 */
#define pr_fmt(fmt) "user_pin: " fmt

#include <linux/bio.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

#include <trace/events/user_pin.h>

#include "user_pin.h"

/* Not static for the tests, which empty it. */
mempool_t *user_pin_copy_pool __read_mostly;
/*
 * Held while pages are taken from the pool for one bio, so that two bios do not
 * each wait for the pages that the other one has. Taken in writeback, below any
 * lock of a file system; nothing is locked inside. Those who hold pool pages
 * give them back when their I/O completes, without this lock.
 *
 * A wait for the pool ends because the bio that waits holds less than the whole
 * pool itself: the rest is with bios that are on their way, or is there.
 */
static DEFINE_MUTEX(user_pin_copy_lock);

/**
 * struct user_pin_copy - what a bio looked like before its pages were copied
 * @vecs: its own segments
 * @vcnt: number of them
 * @end_io: its own completion, for user_pin_stabilize_bio()
 * @private: what that expects in bi_private
 * @nr_pages: number of copies
 * @pages: the copies
 * @table: the segments that are written: each copy is one of its own
 */
struct user_pin_copy {
	struct bio_vec *vecs;
	unsigned short vcnt;
	bio_end_io_t *end_io;
	void *private;
	unsigned int nr_pages;
	struct page **pages;
	struct bio_vec table[];
};

static bool page_pinned_for_write(struct page *page)
{
	struct folio *folio = page_folio(page);

	return folio_maybe_dma_pinned(folio) && __folio_pinned_for_write(folio);
}

static bool bio_pinned_for_write(struct bio *bio)
{
	struct folio_iter fi;

	/*
	 * Segments of somebody else, of which this may be a part: a direct write,
	 * say of the loop device. Its owner keeps the data still, or does not
	 * care.
	 */
	if (bio_flagged(bio, BIO_CLONED))
		return false;
	/*
	 * As in folio_pinned_for_write(), once for all folios: they have been
	 * write-protected, and a new writer has to wait for their writeback.
	 */
	smp_mb();
	bio_for_each_folio_all(fi, bio)
		if (page_pinned_for_write(&fi.folio->page))
			return true;
	return false;
}

static void trace_copy(struct page *page)
{
	struct user_pin_info info;

	if (trace_user_pin_copy_enabled() &&
	    user_pin_lookup(page_folio(page), &info))
		trace_user_pin_copy(info.folio, info.dev, info.ino, info.index,
				    info.count, info.writers, info.longterm);
}

/*
 * The pages of a bio that needs more than the whole pool: no bio may wait for
 * what it holds itself. They come from the allocator, before the first page is
 * taken from the pool, so that the smaller bios are not held up meanwhile. The
 * bio cannot be split here: whoever built it has one completion for it, and
 * btrfs one checksum.
 *
 * The allocator may not fail, because to write the folio in place would be a
 * checksum that does not match. It makes progress without us: other folios,
 * and the bios that need the pool only, are written while it reclaims.
 */
static unsigned int alloc_beyond_pool(struct page **pages, unsigned int nr)
{
	unsigned int from_pool, i;

	from_pool = user_pin_copy_pool ? min(nr, USER_PIN_COPY_POOL) : 0;
	for (i = from_pool; i < nr; i++)
		pages[i] = alloc_page(GFP_NOFS | __GFP_NOFAIL);
	return from_pool;
}

/* A page of either kind; the pool keeps it if it is short of pages. */
static void free_copy(struct page *page)
{
	if (user_pin_copy_pool)
		mempool_free(page, user_pin_copy_pool);
	else
		__free_page(page);
}

/**
 * user_pin_copy_bio() - replace the pinned pages of a write by copies
 * @bio: a write that has not been submitted or split; its folios are under
 *	writeback
 *
 * Called before the data is looked at (checksum, parity, encryption). Pages
 * that are not pinned for writing stay in place, and so do all of a bio whose
 * segments are not its own (BIO_CLONED). user_pin_copy_end() must be
 * called before anybody walks the folios of the completed bio.
 *
 * Context: Process context, may sleep for memory (GFP_NOFS). It comes from a
 * reserve if need be; the wait ends when earlier copies have been written. The
 * pages that a bio needs beyond the size of the reserve come from the allocator.
 * Return: what user_pin_copy_end() needs, or NULL if no page is pinned.
 */
struct user_pin_copy *user_pin_copy_bio(struct bio *bio)
{
	struct user_pin_copy *copy;
	struct bvec_iter_all iter;
	struct bio_vec *bv, *to = NULL;
	unsigned int n = 0, pinned = 0, from_pool, max, bytes = 0;
	bool joins = false;

	if (likely(!bio_pinned_for_write(bio)))
		return NULL;

	/* From here on, pinned pages only get fewer. */
	bio_for_each_segment_all(bv, bio, iter) {
		bytes += bv->bv_len;
		pinned += page_pinned_for_write(bv->bv_page);
		n++;
	}
	/* What is between two copies stays one segment, or as many as it was. */
	max = min(n, bio->bi_vcnt + 2 * pinned);
	/* Not for a bio that was advanced or split already. */
	if (WARN_ON_ONCE(bytes != bio->bi_iter.bi_size))
		return NULL;
	copy = kvmalloc(struct_size(copy, table, max) +
			pinned * sizeof(struct page *),
			GFP_NOFS | __GFP_NOFAIL);
	copy->pages = (struct page **)&copy->table[max];
	copy->nr_pages = 0;
	copy->vecs = bio->bi_io_vec;
	copy->vcnt = bio->bi_vcnt;

	from_pool = alloc_beyond_pool(copy->pages, pinned);

	n = 0;
	mutex_lock(&user_pin_copy_lock);
	bio_for_each_segment_all(bv, bio, iter) {
		bool pin = copy->nr_pages < pinned &&
			   page_pinned_for_write(bv->bv_page);

		if (!pin && joins &&
		    bvec_phys(to) + to->bv_len == bvec_phys(bv)) {
			to->bv_len += bv->bv_len;
			continue;
		}
		to = &copy->table[n++];
		*to = *bv;
		joins = !pin;
		if (!pin)
			continue;
		if (copy->nr_pages < from_pool)
			copy->pages[copy->nr_pages] =
				mempool_alloc(user_pin_copy_pool, GFP_NOFS);
		to->bv_page = copy->pages[copy->nr_pages++];
		memcpy_page(to->bv_page, to->bv_offset, bv->bv_page,
			    bv->bv_offset, bv->bv_len);
		trace_copy(bv->bv_page);
	}
	mutex_unlock(&user_pin_copy_lock);

	/* For pins that ended meanwhile. */
	for (from_pool = max(from_pool, copy->nr_pages); from_pool < pinned;
	     from_pool++)
		free_copy(copy->pages[from_pool]);

	bio->bi_io_vec = copy->table;
	/* The iterator says where it ends. */
	bio->bi_vcnt = min(n, USHRT_MAX);
	return copy;
}
EXPORT_SYMBOL_GPL(user_pin_copy_bio);

/**
 * user_pin_copy_end() - put the pages of a bio back
 * @bio: the bio, completed with all its parts
 * @copy: what user_pin_copy_bio() returned; may be NULL
 *
 * Context: Any, including interrupt (on PREEMPT_RT a threaded one).
 */
void user_pin_copy_end(struct bio *bio, struct user_pin_copy *copy)
{
	unsigned int i;

	if (likely(!copy))
		return;
	bio->bi_io_vec = copy->vecs;
	bio->bi_vcnt = copy->vcnt;
	for (i = 0; i < copy->nr_pages; i++)
		free_copy(copy->pages[i]);
	kvfree(copy);
}
EXPORT_SYMBOL_GPL(user_pin_copy_end);

static void stabilized_end_io(struct bio *bio)
{
	struct user_pin_copy *copy = bio->bi_private;

	bio->bi_end_io = copy->end_io;
	bio->bi_private = copy->private;
	user_pin_copy_end(bio, copy);
	bio->bi_end_io(bio);
}

/**
 * user_pin_stabilize_bio() - write pinned pages through copies where it matters
 * @bio: a write that is about to be submitted; its folios are under writeback
 * @mapping: the file that the folios belong to
 *
 * For mappings whose device needs data that does not change under I/O
 * (mapping_stable_writes()). The pages are put back before the bio's own
 * completion runs.
 *
 * Context: Process context, may sleep for memory as user_pin_copy_bio().
 */
void user_pin_stabilize_bio(struct bio *bio, struct address_space *mapping)
{
	struct user_pin_copy *copy;

	if (likely(!mapping_stable_writes(mapping)))
		return;
	copy = user_pin_copy_bio(bio);
	if (!copy)
		return;
	copy->end_io = bio->bi_end_io;
	copy->private = bio->bi_private;
	bio->bi_end_io = stabilized_end_io;
	bio->bi_private = copy;
}
EXPORT_SYMBOL_GPL(user_pin_stabilize_bio);

static int __init user_pin_copy_init(void)
{
	user_pin_copy_pool = mempool_create_page_pool(USER_PIN_COPY_POOL, 0);
	if (user_pin_copy_pool)
		return 0;
	pr_err("no memory for the copy pool, copies have no reserve\n");
	return -ENOMEM;
}
core_initcall(user_pin_copy_init);
