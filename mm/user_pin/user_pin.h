/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counted pins on user pages: what the files of this folder share.
 */
#ifndef MM_USER_PIN_USER_PIN_H
#define MM_USER_PIN_USER_PIN_H

#include <linux/mempool.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/user_pin.h>

/**
 * struct user_pin_record - one folio that is pinned now
 * @hash: entry of the folio hash; protected by the folio bucket's lock
 * @node: entry of the mapping tree, which holds the records that have writers
 *	and whose folio is in the file; protected by the tree's lock
 * @folio: the folio; the pins keep it alive
 * @mapping: where the folio was when it was first pinned; NULL once it left the
 *	page cache. Only compared, never followed: the inode may be gone before
 *	the last pin. Changes under the folio bucket's lock, and not while the
 *	record is in a tree.
 * @index: page index in @mapping
 * @ino: inode number, for those who read about the pin
 * @since: jiffies when @writers last became non-zero: the start of the unbroken
 *	period in which somebody may write. Pins that overlap do not move it.
 * @dev: device of the file system, likewise
 * @nr_pages: size of the folio
 * @count: pins, exact
 * @writers: pins that may write; at most @count
 * @longterm: pins taken with FOLL_LONGTERM; at most @count
 * @ending: pins of I/O that is over, whose pages are yet to be dirtied
 * @pid: who made the record, a hint: a release does not say who left
 * @comm: its name
 * @in_blocks: the folio has several blocks, so that a part of it can be dirty
 *
 * 128 bytes on 64 bit, two cache lines.
 *
 * @count, @writers, @longterm, @ending and @since change under the folio
 * bucket's lock; those who walk a mapping tree hold only the tree's lock and read
 * them with READ_ONCE(): a value that changes meanwhile is a wakeup, or the next
 * look.
 */
struct user_pin_record {
	struct hlist_node hash;
	struct rb_node node;
	struct folio *folio;
	struct address_space *mapping;
	pgoff_t index;
	unsigned long ino;
	unsigned long since;
	dev_t dev;
	unsigned int nr_pages;
	unsigned int count;
	unsigned int writers;
	unsigned int longterm;
	unsigned int ending;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	bool in_blocks;
};

/**
 * struct user_pin_info - a copy of what a record said
 * @folio: key for waiting; never followed
 * @dev: device of the file system
 * @ino: inode number
 * @index: page index of the folio in the file
 * @nr_pages: size of the folio
 * @in_blocks: it has several blocks
 * @count: pins
 * @writers: of these, may write
 * @longterm: of these, long-term
 * @ending: of these, about to be released, see user_pin_ending()
 * @since: jiffies when the period with writers began
 * @attached: the folio is still in the file
 * @pid: who made the record
 * @comm: its name
 */
struct user_pin_info {
	struct folio *folio;
	dev_t dev;
	unsigned long ino;
	pgoff_t index;
	unsigned int nr_pages;
	unsigned int count;
	unsigned int writers;
	unsigned int longterm;
	unsigned int ending;
	unsigned long since;
	bool in_blocks;
	bool attached;
	pid_t pid;
	char comm[TASK_COMM_LEN];
};

/**
 * struct user_pin_cursor - a walk over the records of all mappings
 * @tree: number of the tree
 * @mapping: where the walk is in it
 * @index: next page index to look at
 */
struct user_pin_cursor {
	unsigned int tree;
	struct address_space *mapping;
	pgoff_t index;
};

bool user_pin_lookup(struct folio *folio, struct user_pin_info *info);
bool user_pin_next(struct address_space *mapping, pgoff_t *index, pgoff_t last,
		   struct user_pin_info *info);
bool user_pin_next_any(struct user_pin_cursor *cursor,
		       struct user_pin_info *info);

/* For the tests, which want to see that nothing is left. */
unsigned int user_pin_nr_records(dev_t dev);

/* Pages for copies that are there when the allocator has none: 256 KiB. */
#define USER_PIN_COPY_POOL	64U

/* NULL if there was no memory for it: copies then depend on the allocator. */
extern mempool_t *user_pin_copy_pool;

#endif /* MM_USER_PIN_USER_PIN_H */
