// SPDX-License-Identifier: GPL-2.0
/*
 * Counted pins on user pages: the pin records.
 *
 * A record exists exactly as long as its folio is pinned. It is found by folio
 * through a hash, and, as long as a pin may write, by file range through a tree
 * per group of mappings: nobody walks past those that only read. Both have a
 * fixed size and the nodes are embedded, so that one allocation is all a pin can
 * need and a release needs none.
 *
 * Lock order: page-table lock or i_pages lock, then the folio bucket's lock,
 * then the mapping tree's lock. Both are raw and taken with interrupts off: a
 * bio completes, and so releases, in interrupt context. Nothing is allocated,
 * freed or woken under them.
 */
#define pr_fmt(fmt) "user_pin: " fmt

#include <linux/backing-dev.h>
#include <linux/dax.h>
#include <linux/hash.h>
#include <linux/hugetlb.h>
#include <linux/init.h>
#include <linux/llist.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>

#include "user_pin.h"

#define CREATE_TRACE_POINTS
#include <trace/events/user_pin.h>

#define trace_record(event, rec)					\
	trace_user_pin_##event((rec)->folio, (rec)->dev, (rec)->ino,	\
			       (rec)->index, (rec)->count,		\
			       (rec)->writers, (rec)->longterm)

struct user_pin_bucket {
	raw_spinlock_t lock;
	struct hlist_head records;
};

struct user_pin_tree {
	raw_spinlock_t lock;
	struct rb_root root;
};

#define TREE_BITS	8

static struct user_pin_tree user_pin_trees[1 << TREE_BITS];
static struct user_pin_bucket *user_pin_buckets __ro_after_init;
static unsigned int user_pin_bucket_bits __ro_after_init;
static struct kmem_cache *user_pin_cache __ro_after_init;

/*
 * Records that were allocated where sleeping is allowed, for those who found no
 * memory where it is not. One that its retry did not need stays for the next who
 * finds none; so there are never more than tasks that retried at the same time.
 */
static LLIST_HEAD(user_pin_reserve);
static DEFINE_RAW_SPINLOCK(user_pin_reserve_lock);

/* === Finding records ==================================================== */

static struct user_pin_bucket *folio_bucket(struct folio *folio)
{
	return &user_pin_buckets[hash_ptr(folio, user_pin_bucket_bits)];
}

/*
 * Is there certainly no record of the folio? Looks without the lock, so that
 * those who release or ask about a folio that never has one (hugetlb, the zero
 * page, pages with very many references) do not contend for a lock.
 *
 * Whoever releases a pin sees the record that was made with it, because the
 * head of a bucket is never empty while a record is in it. Whoever asks about
 * the pins of others has a barrier before, see folio_pinned_for_write(). Not
 * for taking a pin: there the lock decides who sees whom.
 */
static bool no_record(struct folio *folio)
{
	return unlikely(!user_pin_buckets) ||
	       hlist_empty(&folio_bucket(folio)->records);
}

static struct user_pin_tree *mapping_tree(struct address_space *mapping)
{
	return &user_pin_trees[hash_ptr(mapping, TREE_BITS)];
}

static struct user_pin_record *bucket_find(struct user_pin_bucket *bucket,
					   struct folio *folio)
{
	struct user_pin_record *rec;

	lockdep_assert_held(&bucket->lock);
	hlist_for_each_entry(rec, &bucket->records, hash)
		if (rec->folio == folio)
			return rec;
	return NULL;
}

/*
 * Trees are ordered by mapping, then by index. A folio that leaves the page
 * cache leaves the tree before another can take its index, except for a pin
 * that races with the removal; the folio's address tells those two apart.
 */
static int tree_cmp(const struct user_pin_record *a,
		    const struct user_pin_record *b)
{
	if (a->mapping != b->mapping)
		return a->mapping < b->mapping ? -1 : 1;
	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	if (a->folio != b->folio)
		return a->folio < b->folio ? -1 : 1;
	return 0;
}

static bool tree_less(struct rb_node *a, const struct rb_node *b)
{
	return tree_cmp(rb_entry(a, struct user_pin_record, node),
			rb_entry(b, struct user_pin_record, node)) < 0;
}

static void tree_insert(struct user_pin_record *rec)
{
	struct user_pin_tree *tree = mapping_tree(rec->mapping);

	raw_spin_lock(&tree->lock);
	rb_add(&rec->node, &tree->root, tree_less);
	raw_spin_unlock(&tree->lock);
}

static void tree_erase(struct user_pin_record *rec)
{
	struct user_pin_tree *tree;

	if (RB_EMPTY_NODE(&rec->node))
		return;
	tree = mapping_tree(rec->mapping);
	raw_spin_lock(&tree->lock);
	rb_erase(&rec->node, &tree->root);
	RB_CLEAR_NODE(&rec->node);
	raw_spin_unlock(&tree->lock);
}

static void record_read(const struct user_pin_record *rec,
			struct user_pin_info *info)
{
	info->folio = rec->folio;
	info->dev = rec->dev;
	info->ino = rec->ino;
	info->index = rec->index;
	info->nr_pages = rec->nr_pages;
	info->in_blocks = rec->in_blocks;
	info->count = READ_ONCE(rec->count);
	info->longterm = READ_ONCE(rec->longterm);
	info->ending = READ_ONCE(rec->ending);
	/* Pairs with record_add(): a writer is seen with its @since. */
	info->writers = smp_load_acquire(&rec->writers);
	info->since = READ_ONCE(rec->since);
	info->attached = rec->mapping;
	info->pid = rec->pid;
	memcpy(info->comm, rec->comm, sizeof(info->comm));
}

/**
 * user_pin_lookup() - read the record of a folio
 * @folio: the folio; only used as a key
 * @info: filled in if there is a record
 *
 * Context: Any.
 * Return: true if the folio is pinned and recorded.
 */
bool user_pin_lookup(struct folio *folio, struct user_pin_info *info)
{
	struct user_pin_bucket *bucket;
	struct user_pin_record *rec;
	unsigned long irqflags;

	if (no_record(folio))
		return false;
	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (rec)
		record_read(rec, info);
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
	return rec;
}

/* The lowest record at or above (@mapping, @index) in the order of the tree. */
static struct user_pin_record *tree_find(struct user_pin_tree *tree,
					 struct address_space *mapping,
					 pgoff_t index)
{
	struct rb_node *node = tree->root.rb_node;
	struct user_pin_record *found = NULL;

	lockdep_assert_held(&tree->lock);
	while (node) {
		struct user_pin_record *rec;

		rec = rb_entry(node, struct user_pin_record, node);
		if (rec->mapping < mapping ||
		    (rec->mapping == mapping &&
		     rec->index + rec->nr_pages - 1 < index)) {
			node = node->rb_right;
		} else {
			found = rec;
			node = node->rb_left;
		}
	}
	return found;
}

/**
 * user_pin_next() - find the next folio of a file range that has writers
 * @mapping: the file
 * @index: first page index to look at; moved behind the folio that was found
 * @last: last page index, inclusive
 * @info: filled in with what was found
 *
 * The lock is dropped between two calls: a walk sees every folio that had
 * writers from its start to its end. One that it sees may have none any more.
 *
 * Context: Any.
 * Return: true if a record was found.
 */
bool user_pin_next(struct address_space *mapping, pgoff_t *index, pgoff_t last,
		   struct user_pin_info *info)
{
	struct user_pin_tree *tree = mapping_tree(mapping);
	struct user_pin_record *rec;
	unsigned long irqflags;

	/* Most mappings, most of the time; a racing pin is a later pin. */
	if (RB_EMPTY_ROOT(&tree->root) || *index > last)
		return false;

	raw_spin_lock_irqsave(&tree->lock, irqflags);
	rec = tree_find(tree, mapping, *index);
	if (rec && (rec->mapping != mapping || rec->index > last))
		rec = NULL;
	if (rec) {
		record_read(rec, info);
		*index = rec->index + rec->nr_pages;
	}
	raw_spin_unlock_irqrestore(&tree->lock, irqflags);
	return rec;
}

/**
 * user_pin_next_any() - find the next folio of any file that has writers
 * @cursor: where to go on, all zero for the first call
 * @info: filled in with what was found
 *
 * Context: Any.
 * Return: true if a record was found, false at the end.
 */
bool user_pin_next_any(struct user_pin_cursor *cursor,
		       struct user_pin_info *info)
{
	for (; cursor->tree < ARRAY_SIZE(user_pin_trees); cursor->tree++) {
		struct user_pin_tree *tree = &user_pin_trees[cursor->tree];
		struct user_pin_record *rec = NULL;
		unsigned long irqflags;

		if (RB_EMPTY_ROOT(&tree->root))
			goto next;
		raw_spin_lock_irqsave(&tree->lock, irqflags);
		rec = tree_find(tree, cursor->mapping, cursor->index);
		if (rec) {
			record_read(rec, info);
			cursor->mapping = rec->mapping;
			cursor->index = rec->index + rec->nr_pages;
		}
		raw_spin_unlock_irqrestore(&tree->lock, irqflags);
		if (rec)
			return true;
next:
		cursor->mapping = NULL;
		cursor->index = 0;
	}
	return false;
}

/* === Taking pins ======================================================== */

/*
 * Which folios have records: those of mappings with writeback. Asked only when
 * a pin is taken; a release looks the folio up and finds a record or none.
 *
 * The caller holds a reference on the folio, and either a page-table lock under
 * which the folio is mapped, or is in an RCU read-side critical section, as
 * GUP-fast is with interrupts disabled: inodes, and what
 * mapping_can_writeback() reads, are freed after an RCU grace period.
 *
 * Return: false if the folio has no record. Else @mapping is set, to NULL if
 * the folio has none: never had one, or has left the page cache.
 */
static bool record_mapping(struct folio *folio, struct address_space **mapping)
{
	struct address_space *m;

	if (folio_test_hugetlb(folio) || folio_is_zone_device(folio) ||
	    is_zero_folio(folio))
		return false;
	/*
	 * Lazily freed anon folios are not swapbacked: look at the low bits,
	 * which say what kind of pointer this is.
	 */
	m = READ_ONCE(folio->mapping);
	*mapping = m;
	if (!m)
		return true;
	if ((unsigned long)m & (sizeof(long) - 1))
		return false;
	return !dax_mapping(m) && mapping_can_writeback(m);
}

static struct user_pin_record *record_alloc(void)
{
	struct user_pin_record *rec;
	struct llist_node *node;
	unsigned long irqflags;

	rec = kmem_cache_alloc(user_pin_cache, GFP_NOWAIT | __GFP_NOWARN);
	if (rec || llist_empty(&user_pin_reserve))
		return rec;

	raw_spin_lock_irqsave(&user_pin_reserve_lock, irqflags);
	node = llist_del_first(&user_pin_reserve);
	raw_spin_unlock_irqrestore(&user_pin_reserve_lock, irqflags);
	return (struct user_pin_record *)node;
}

/**
 * user_pin_refill() - get memory for a record where sleeping is allowed
 *
 * Called after user_pin_acquire() returned -ENOBUFS and the locks are dropped.
 *
 * Context: Process context, may sleep.
 * Return: true if it is worth trying to pin again; false without memory.
 */
bool user_pin_refill(void)
{
	void *rec = kmem_cache_alloc(user_pin_cache, GFP_KERNEL);

	if (!rec)
		return false;
	llist_add(rec, &user_pin_reserve);
	return true;
}

static void record_add(struct user_pin_record *rec, int refs,
		       unsigned int flags)
{
	WRITE_ONCE(rec->count, rec->count + refs);
	if (flags & FOLL_WRITE) {
		bool first = !rec->writers;

		if (first)
			WRITE_ONCE(rec->since, jiffies);
		/* Pairs with record_read(). */
		smp_store_release(&rec->writers, rec->writers + refs);
		if (first && rec->mapping)
			tree_insert(rec);
	}
	if (flags & FOLL_LONGTERM)
		WRITE_ONCE(rec->longterm, rec->longterm + refs);
}

int user_pin_acquire(struct folio *folio, int refs, unsigned int flags)
{
	struct user_pin_record *rec, *new = NULL;
	struct address_space *mapping;
	struct user_pin_bucket *bucket;
	unsigned long irqflags;

	if (unlikely(!user_pin_buckets) || !record_mapping(folio, &mapping))
		return 0;
	/*
	 * On PREEMPT_RT, with interrupts disabled, records cannot be allocated,
	 * and neither freed nor waiters woken if GUP-fast must undo: it leaves
	 * such folios to the slow path.
	 */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && irqs_disabled())
		return -ENOBUFS;

	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (!rec && mapping) {
		raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
		new = record_alloc();
		if (!new)
			return -ENOBUFS;
		memset(new, 0, sizeof(*new));
		RB_CLEAR_NODE(&new->node);
		new->folio = folio;
		new->mapping = mapping;
		new->index = folio->index;
		new->nr_pages = folio_nr_pages(folio);
		new->in_blocks = i_blocksize(mapping->host) < folio_size(folio);
		new->dev = mapping->host->i_sb->s_dev;
		new->ino = mapping->host->i_ino;
		new->pid = current->pid;
		memcpy(new->comm, current->comm, sizeof(new->comm));

		raw_spin_lock_irqsave(&bucket->lock, irqflags);
		rec = bucket_find(bucket, folio);
		/*
		 * A folio that has left the page cache gets no new record, and
		 * all further pins of one that has a record are counted in it.
		 * So GUP-fast, which may come late, undoes what it did: a pin
		 * without a record never takes away somebody else's.
		 */
		if (!rec && READ_ONCE(folio->mapping) == mapping) {
			rec = new;
			new = NULL;
			hlist_add_head(&rec->hash, &bucket->records);
		}
	}
	if (rec) {
		record_add(rec, refs, flags);
		trace_record(acquire, rec);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);

	if (new)
		kmem_cache_free(user_pin_cache, new);
	/*
	 * Pairs with the barrier in folio_pinned_for_write(): either it sees
	 * this record, or GUP-fast, which re-checks the page-table entry next,
	 * sees that the entry was write-protected.
	 */
	smp_mb();
	return 0;
}

void __user_pin_dup(struct folio *folio, int refs)
{
	struct user_pin_bucket *bucket;
	struct user_pin_record *rec;
	unsigned long irqflags;

	if (no_record(folio))
		return;
	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (rec)
		record_add(rec, refs, rec->writers ? FOLL_WRITE : 0);
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
}

/* === Giving pins back =================================================== */

static unsigned int take_off(unsigned int have, unsigned int refs,
			     unsigned int limit)
{
	have -= min(have, refs);
	return min(have, limit);
}

/* Called after the record no longer says what the waiters wait for to end. */
static void wake_waiters(struct folio *folio)
{
	/*
	 * Pairs with the barrier of prepare_to_wait_event(): either this sees
	 * the waiter, or the waiter sees the change of the record. The folio
	 * still has the caller's reference, but is a mere key here.
	 */
	smp_mb();
	wake_up_var(folio);
}

void __user_pin_release(struct folio *folio, int refs, unsigned int flags)
{
	struct user_pin_bucket *bucket;
	struct user_pin_record *rec;
	bool short_term = (flags & (FOLL_WRITE | FOLL_LONGTERM)) == FOLL_WRITE;
	unsigned long irqflags;
	unsigned int left;
	bool wake;

	if (no_record(folio))
		return;
	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (!rec) {
		/* Anon after MADV_FREE, hugetlb, zone-device, or a driver's. */
		raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
		return;
	}

	wake = rec->writers;
	left = take_off(rec->count, refs, UINT_MAX);
	WRITE_ONCE(rec->count, left);
	/*
	 * Every pin is counted, so a reader's untyped release leaves
	 * writers <= count as it is, and only an untyped release by a writer
	 * while readers remain leaves the number too high for a while.
	 */
	left = take_off(rec->writers, flags & FOLL_WRITE ? refs : 0,
			rec->count);
	WRITE_ONCE(rec->writers, left);
	/*
	 * Nobody says so when a long-term pin is given back. A typed release is
	 * that of a short I/O; of the others, long-term pins go first. One that
	 * is counted as short holds others up to its deadline, once; a short
	 * one that is counted as long-term would not be waited for.
	 */
	left = take_off(rec->longterm, short_term ? 0 : refs, rec->count);
	WRITE_ONCE(rec->longterm, left);
	WRITE_ONCE(rec->ending, min(rec->ending, rec->writers));
	wake = wake && !rec->writers;
	trace_record(release, rec);

	if (!rec->writers)
		tree_erase(rec);
	if (rec->count)
		rec = NULL;
	else
		hlist_del(&rec->hash);
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);

	if (rec)
		kmem_cache_free(user_pin_cache, rec);
	if (wake)
		wake_waiters(folio);
}

void __user_pin_ending(struct folio *folio, int change)
{
	struct user_pin_bucket *bucket;
	struct user_pin_record *rec;
	unsigned long irqflags;
	bool wake = false;

	if (no_record(folio))
		return;
	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (rec && (change > 0 || rec->ending)) {
		WRITE_ONCE(rec->ending, rec->ending + change);
		wake = !rec->ending;
	}
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
	if (wake)
		wake_waiters(folio);
}

void __user_pin_detach(struct folio *folio)
{
	struct user_pin_bucket *bucket;
	struct user_pin_record *rec;
	unsigned long irqflags;

	if (unlikely(!user_pin_buckets))
		return;
	bucket = folio_bucket(folio);
	raw_spin_lock_irqsave(&bucket->lock, irqflags);
	rec = bucket_find(bucket, folio);
	if (rec) {
		trace_record(orphan, rec);
		tree_erase(rec);
		rec->mapping = NULL;
	}
	raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
	if (rec)
		wake_waiters(folio);
}

/* === Questions ========================================================== */

/**
 * folio_pin_count() - number of pins on a folio
 * @folio: the folio; the caller holds a reference
 *
 * Exact for folios with records (files that are written back) and for large
 * folios. For other order-0 folios (anon, shmem) it is what the refcount
 * allows at most: zero means zero.
 *
 * Context: Any.
 * Return: the number of pins.
 */
unsigned long folio_pin_count(struct folio *folio)
{
	struct address_space *mapping;
	struct user_pin_info info;

	if (!folio_maybe_dma_pinned(folio))
		return 0;
	if (folio_has_pincount(folio))
		return atomic_read(&folio->_pincount);
	if (user_pin_lookup(folio, &info))
		return info.count;
	if (!folio_test_swapbacked(folio)) {
		bool no_pin;

		/* The reference on the folio does not keep the inode. */
		rcu_read_lock();
		no_pin = record_mapping(folio, &mapping) && mapping;
		rcu_read_unlock();
		if (no_pin)
			return 0;
	}
	return folio_ref_count(folio) / GUP_PIN_COUNTING_BIAS;
}
EXPORT_SYMBOL_GPL(folio_pin_count);

bool __folio_user_pinned(struct folio *folio)
{
	struct user_pin_info info;

	return !folio_test_swapbacked(folio) && user_pin_lookup(folio, &info);
}

bool __folio_pinned_for_write(struct folio *folio)
{
	struct user_pin_info info;

	return !folio_test_swapbacked(folio) &&
	       user_pin_lookup(folio, &info) && info.writers;
}
EXPORT_SYMBOL_GPL(__folio_pinned_for_write);

bool __user_pin_in_blocks(struct folio *folio)
{
	struct user_pin_info info;

	return user_pin_lookup(folio, &info) && info.in_blocks;
}
EXPORT_SYMBOL_GPL(__user_pin_in_blocks);

#if IS_ENABLED(CONFIG_USER_PIN_KUNIT_TEST)
/* Records of a file system, those of readers and orphans too. */
unsigned int user_pin_nr_records(dev_t dev)
{
	unsigned long i, irqflags;
	struct user_pin_record *rec;
	unsigned int n = 0;

	for (i = 0; i < 1UL << user_pin_bucket_bits; i++) {
		struct user_pin_bucket *bucket = &user_pin_buckets[i];

		raw_spin_lock_irqsave(&bucket->lock, irqflags);
		hlist_for_each_entry(rec, &bucket->records, hash)
			n += rec->dev == dev;
		raw_spin_unlock_irqrestore(&bucket->lock, irqflags);
	}
	return n;
}
#endif

/* === Setup ============================================================== */

static int __init user_pin_init(void)
{
	struct user_pin_bucket *buckets;
	unsigned long i, nr;

	/* One bucket for 64 pages, 0.01 % of memory: chains stay short. */
	nr = clamp(roundup_pow_of_two(totalram_pages() / 64), 1UL << 10,
		   1UL << 20);
	buckets = kvcalloc(nr, sizeof(*buckets), GFP_KERNEL);
	BUILD_BUG_ON(IS_ENABLED(CONFIG_64BIT) &&
		     sizeof(struct user_pin_record) > 128);
	user_pin_cache = KMEM_CACHE(user_pin_record, SLAB_HWCACHE_ALIGN);
	if (!buckets || !user_pin_cache) {
		pr_err("no memory for the pin records, pins are not counted\n");
		kvfree(buckets);
		return -ENOMEM;
	}
	for (i = 0; i < nr; i++)
		raw_spin_lock_init(&buckets[i].lock);
	for (i = 0; i < ARRAY_SIZE(user_pin_trees); i++)
		raw_spin_lock_init(&user_pin_trees[i].lock);
	user_pin_bucket_bits = ilog2(nr);
	user_pin_buckets = buckets;
	return 0;
}

/* Before the first user space task, and so before the first pin. */
core_initcall(user_pin_init);
