// SPDX-License-Identifier: GPL-2.0
/*
 * Counted pins on user pages: KUnit tests.
 *
 * All folios are real ones, in the page cache of a file system that has no disk
 * but a backing device with writeback, which is what decides about records.
 * Most tests take their pins where GUP takes them, with try_grab_folio(), and
 * some go all the way through a mapping of the test's own.
 *
 * Where a test must know that something happened in another task, it waits for
 * that; the timeouts are there to report a hang, not to judge. The sysctl is
 * set to ten times as much where a wait must end by an event, so that its
 * deadline cannot be taken for one, and to zero where that shall have passed.
 */
#include <kunit/test.h>

#include <linux/backing-dev.h>
#include <linux/bio.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/falloc.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/log2.h>
#include <linux/mempool.h>
#include <linux/mman.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/prandom.h>
#include <linux/pseudo_fs.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/swap.h>
#include <linux/timer.h>
#include <linux/writeback.h>

#include "../../internal.h"
#include "../user_pin.h"

#define TEST_MAGIC	0x7570696e
#define NR_FS		2
#define NR_FOLIOS	32
#define FILE_PAGES	64
#define HANG		(60 * HZ)
#define NO_DEADLINE	(600 * MSEC_PER_SEC)

struct waiter;

struct fixture {
	struct vfsmount *mnt[NR_FS];
	struct inode *inode[NR_FS];
	struct folio *folios[NR_FOLIOS];
	unsigned int nr_folios;
	struct waiter *waiter;
	struct bio *bio;
	unsigned int wait_ms;
};

/* === A file system with writeback, and folios in it ===================== */

static int test_read_folio(struct file *file, struct folio *folio)
{
	folio_zero_range(folio, 0, folio_size(folio));
	folio_mark_uptodate(folio);
	folio_unlock(folio);
	return 0;
}

static const struct address_space_operations test_aops = {
	.read_folio	= test_read_folio,
	.dirty_folio	= filemap_dirty_folio,
};

static const struct file_operations test_fops = {
	.mmap		= generic_file_mmap,
};

static int test_init_fs_context(struct fs_context *fc)
{
	return init_pseudo(fc, TEST_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type test_fs_type = {
	.name			= "user_pin_test",
	.init_fs_context	= test_init_fs_context,
	.kill_sb		= kill_anon_super,
};

/*
 * The inode is not hashed: writeback never looks for it, so that folios stay
 * as clean or dirty as the test made them.
 */
static struct inode *test_inode(struct super_block *sb)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode->i_mode = S_IFREG | 0600;
	inode->i_mapping->a_ops = &test_aops;
	i_size_write(inode, (loff_t)FILE_PAGES << PAGE_SHIFT);
	return inode;
}

static struct address_space *mapping_of(struct kunit *test, unsigned int fs)
{
	struct fixture *fix = test->priv;

	return fix->inode[fs]->i_mapping;
}

/* The test keeps a reference until it ends. */
static struct folio *folio_in(struct kunit *test, unsigned int fs,
			      pgoff_t index, unsigned int order)
{
	struct fixture *fix = test->priv;
	struct folio *folio;
	int ret;

	KUNIT_ASSERT_LT(test, fix->nr_folios, NR_FOLIOS);
	folio = folio_alloc(GFP_KERNEL | __GFP_ZERO, order);
	KUNIT_ASSERT_NOT_NULL(test, folio);
	ret = filemap_add_folio(mapping_of(test, fs), folio, index, GFP_KERNEL);
	if (ret)
		folio_put(folio);
	KUNIT_ASSERT_EQ(test, ret, 0);
	folio_mark_uptodate(folio);
	folio_unlock(folio);
	/* The batches of the LRU hold references, for as long as they like. */
	lru_add_drain_all();
	fix->folios[fix->nr_folios++] = folio;
	return folio;
}

static void needs_large_folios(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE))
		kunit_skip(test, "no large folios in this kernel's page cache");
}

static struct folio *a_folio(struct kunit *test)
{
	return folio_in(test, 0, 0, 0);
}

static void truncate_all(struct kunit *test, unsigned int fs)
{
	truncate_inode_pages(mapping_of(test, fs), 0);
}

static loff_t byte(pgoff_t index)
{
	return (loff_t)index << PAGE_SHIFT;
}

/* === Pins =============================================================== */

/* As the slow path of GUP does it, with memory for the record if need be. */
static int pin(struct folio *folio, int refs, unsigned int flags)
{
	int ret;

	do {
		ret = try_grab_folio(folio, refs, FOLL_PIN | flags);
	} while (ret == -ENOBUFS && user_pin_refill());
	return ret;
}

#define PIN(test, folio, refs, flags)					\
	KUNIT_ASSERT_EQ(test, pin(folio, refs, flags), 0)

static void put_read(struct folio *folio, int refs)
{
	put_user_folio(folio, refs);
}

static void put_written(struct folio *folio, int refs)
{
	put_user_folio_written(folio, refs);
}

#define EXPECT_RECORD(_test, _folio, _count, _writers, _longterm)	\
do {									\
	struct kunit *__test = _test;					\
	struct folio *__folio = _folio;					\
	unsigned int __count = _count, __writers = _writers;		\
	struct user_pin_info __info = { };				\
									\
	KUNIT_EXPECT_TRUE(__test, user_pin_lookup(__folio, &__info));	\
	KUNIT_EXPECT_EQ(__test, __info.count, __count);			\
	KUNIT_EXPECT_EQ(__test, __info.writers, __writers);		\
	KUNIT_EXPECT_EQ(__test, __info.longterm, _longterm);		\
	KUNIT_EXPECT_EQ(__test, folio_pin_count(__folio), __count);	\
	KUNIT_EXPECT_TRUE(__test, folio_user_pinned(__folio));		\
	KUNIT_EXPECT_EQ(__test, folio_pinned_for_write(__folio),	\
			__writers > 0);					\
} while (0)

#define EXPECT_NO_RECORD(_test, _folio)					\
do {									\
	struct kunit *__test = _test;					\
	struct folio *__folio = _folio;					\
	struct user_pin_info __info;					\
									\
	KUNIT_EXPECT_FALSE(__test, user_pin_lookup(__folio, &__info));	\
	KUNIT_EXPECT_FALSE(__test, folio_user_pinned(__folio));		\
	KUNIT_EXPECT_FALSE(__test, folio_pinned_for_write(__folio));	\
} while (0)

#define EXPECT_UNPINNED(_test, _folio)					\
do {									\
	struct kunit *__t = _test;					\
	struct folio *__f = _folio;					\
									\
	EXPECT_NO_RECORD(__t, __f);					\
	KUNIT_EXPECT_EQ(__t, folio_pin_count(__f), 0);			\
	KUNIT_EXPECT_FALSE(__t, folio_maybe_dma_pinned(__f));		\
} while (0)

static unsigned long since(struct folio *folio)
{
	struct user_pin_info info = { };

	user_pin_lookup(folio, &info);
	return info.since;
}

/* Let the clock of the records move on. */
static void next_jiffy(void)
{
	unsigned long now = jiffies;

	while (!time_after(jiffies, now + 1))
		schedule_timeout_uninterruptible(1);
}

/* No record of the two file systems is left, or was found by the walk. */
static unsigned int records_left(struct kunit *test)
{
	struct fixture *fix = test->priv;
	unsigned int fs, n = 0;

	for (fs = 0; fs < NR_FS; fs++)
		n += user_pin_nr_records(fix->inode[fs]->i_sb->s_dev);
	return n;
}

/* Of these, the ones with writers that are in their file. */
static unsigned int records_in_files(struct kunit *test)
{
	struct fixture *fix = test->priv;
	struct user_pin_cursor cursor = { };
	struct user_pin_info info;
	unsigned int fs, n = 0;

	while (user_pin_next_any(&cursor, &info))
		for (fs = 0; fs < NR_FS; fs++)
			n += info.dev == fix->inode[fs]->i_sb->s_dev;
	return n;
}

/* === A task that waits ================================================== */

struct waiter {
	struct task_struct *task;
	struct completion done;
	int (*call)(struct waiter *w);
	struct address_space *mapping;
	struct address_space *other;
	struct super_block *sb;
	struct bio *bio;
	struct user_pin_copy *copy;
	unsigned long begin;
	int ret;
};

static int call_range(struct waiter *w)
{
	return user_pin_wait_range(w->mapping, 0, LLONG_MAX);
}

static int call_sb(struct waiter *w)
{
	return user_pin_wait_sb(w->sb);
}

static int call_drain(struct waiter *w)
{
	return user_pin_drain(w->mapping, 0, LLONG_MAX, w->begin);
}

static int call_drain_two(struct waiter *w)
{
	int ret = user_pin_drain_once(w->mapping, 0, LLONG_MAX);

	return ret ? : user_pin_drain_once(w->other, 0, LLONG_MAX);
}

static int call_copy(struct waiter *w)
{
	w->copy = user_pin_copy_bio(w->bio);
	return 0;
}

static int waiter_main(void *arg)
{
	struct waiter *w = arg;

	allow_signal(SIGKILL);
	w->ret = w->call(w);
	complete(&w->done);
	return 0;
}

/* Number of times the waiter went to sleep, once it sleeps; 0 if it is done. */
static unsigned long asleep(struct kunit *test, struct waiter *w)
{
	unsigned long switches, end = jiffies + HANG;

	while (!completion_done(&w->done)) {
		switches = wait_task_inactive(w->task, TASK_KILLABLE);
		if (switches)
			return switches;
		if (time_after(jiffies, end)) {
			KUNIT_FAIL(test, "the waiter neither sleeps nor ends");
			break;
		}
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

/* At most one at a time. It is asleep, or done, on return. */
static struct waiter *start_waiter(struct kunit *test,
				   int (*call)(struct waiter *w),
				   unsigned int fs)
{
	struct fixture *fix = test->priv;
	struct waiter *w;

	KUNIT_ASSERT_NULL(test, fix->waiter);
	w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, w);
	init_completion(&w->done);
	w->call = call;
	w->mapping = mapping_of(test, fs);
	w->other = mapping_of(test, !fs);
	w->sb = fix->inode[fs]->i_sb;
	w->bio = fix->bio;
	w->begin = jiffies;
	w->task = kthread_create(waiter_main, w, "user_pin_wait");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, w->task);
	get_task_struct(w->task);
	fix->waiter = w;
	wake_up_process(w->task);
	asleep(test, w);
	return w;
}

static int join_waiter(struct kunit *test, struct waiter *w)
{
	struct fixture *fix = test->priv;

	if (!wait_for_completion_timeout(&w->done, HANG)) {
		KUNIT_FAIL(test, "the waiter was not woken");
		send_sig(SIGKILL, w->task, 1);
		wait_for_completion(&w->done);
	}
	put_task_struct(w->task);
	fix->waiter = NULL;
	return w->ret;
}

#define EXPECT_ASLEEP(_test, w)						\
do {									\
	struct kunit *__test = _test;					\
									\
	KUNIT_EXPECT_NE(__test, asleep(__test, w), 0);			\
} while (0)

/* For what must not sleep: every sleep is a voluntary context switch. */
#define EXPECT_AT_ONCE(_test, call, result)				\
do {									\
	unsigned long __switches = current->nvcsw;			\
	struct kunit *__test = _test;					\
									\
	KUNIT_EXPECT_EQ(__test, call, result);				\
	KUNIT_EXPECT_EQ(__test, current->nvcsw, __switches);		\
} while (0)

/* === Before and after each test ========================================= */

static int user_pin_test_init(struct kunit *test)
{
	struct fixture *fix = kunit_kzalloc(test, sizeof(*fix), GFP_KERNEL);
	unsigned int fs;

	KUNIT_ASSERT_NOT_NULL(test, fix);
	test->priv = fix;
	fix->wait_ms = sysctl_user_pin_wait_ms;
	for (fs = 0; fs < NR_FS; fs++) {
		struct vfsmount *mnt = kern_mount(&test_fs_type);

		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
		fix->mnt[fs] = mnt;
		KUNIT_ASSERT_EQ(test, super_setup_bdi(mnt->mnt_sb), 0);
		fix->inode[fs] = test_inode(mnt->mnt_sb);
		KUNIT_ASSERT_NOT_NULL(test, fix->inode[fs]);
	}
	return 0;
}

/* A test that failed half-way must not take the others with it. */
static void user_pin_test_exit(struct kunit *test)
{
	struct fixture *fix = test->priv;
	struct user_pin_info info;
	unsigned int i;

	if (!fix)
		return;
	if (fix->waiter) {
		send_sig(SIGKILL, fix->waiter->task, 1);
		join_waiter(test, fix->waiter);
	}
	WRITE_ONCE(sysctl_user_pin_wait_ms, fix->wait_ms);
	for (i = 0; i < fix->nr_folios; i++) {
		if (user_pin_lookup(fix->folios[i], &info)) {
			KUNIT_FAIL(test, "folio %u was left pinned", i);
			put_user_folio(fix->folios[i], info.count);
		}
	}
	for (i = 0; i < fix->nr_folios; i++)
		folio_put(fix->folios[i]);
	/* A kernel thread leaves its files to a work item. */
	flush_delayed_fput();
	for (i = 0; i < NR_FS; i++) {
		if (fix->inode[i]) {
			truncate_inode_pages(fix->inode[i]->i_mapping, 0);
			iput(fix->inode[i]);
		}
		if (fix->mnt[i])
			kern_unmount(fix->mnt[i]);
	}
}

/* === Arithmetic ========================================================= */

static const unsigned int counts[] = { 1, 2, 1000, 100000 };

static void count_desc(const unsigned int *n, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u pins", *n);
}

KUNIT_ARRAY_PARAM(counts, counts, count_desc);

/* As many single pins as it says are read back, up and down. */
static void test_count(struct kunit *test)
{
	unsigned int i, n = *(const unsigned int *)test->param_value;
	struct folio *folio = a_folio(test);
	int refs = folio_ref_count(folio);

	EXPECT_UNPINNED(test, folio);
	for (i = 0; i < n; i++) {
		PIN(test, folio, 1, i & 1 ? FOLL_WRITE : 0);
		if (!(i % 1024))
			cond_resched();
	}
	EXPECT_RECORD(test, folio, n, n / 2, 0);

	for (i = 0; i < n / 2; i++) {
		put_written(folio, 1);
		if (!(i % 1024))
			cond_resched();
	}
	EXPECT_RECORD(test, folio, n - n / 2, 0, 0);
	for (i = 1; i < n - n / 2; i++)
		put_user_page(folio_page(folio, 0));
	EXPECT_RECORD(test, folio, 1, 0, 0);
	put_user_page(folio_page(folio, 0));

	EXPECT_UNPINNED(test, folio);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), refs);
}

/* Each form of the release ends what it says it ends. */
static void test_release_forms(struct kunit *test)
{
	struct folio *folio = a_folio(test);
	struct page *page = folio_page(folio, 0);
	struct page *pages[3] = { page, page, page };

	PIN(test, folio, 9, FOLL_WRITE);
	PIN(test, folio, 7, 0);
	EXPECT_RECORD(test, folio, 16, 9, 0);

	/* With make_dirty, the holder wrote. */
	put_user_pages_dirty_lock(pages, 3, true);
	EXPECT_RECORD(test, folio, 13, 6, 0);
	KUNIT_EXPECT_TRUE(test, folio_test_dirty(folio));
	put_user_page_range_dirty_lock(page, 1, true);
	EXPECT_RECORD(test, folio, 12, 5, 0);
	put_user_folio_written(folio, 2);
	EXPECT_RECORD(test, folio, 10, 3, 0);

	/* Without, it is not known. */
	put_user_pages_dirty_lock(pages, 3, false);
	EXPECT_RECORD(test, folio, 7, 3, 0);
	put_user_pages(pages, 2);
	EXPECT_RECORD(test, folio, 5, 3, 0);
	unpin_user_page(page);
	EXPECT_RECORD(test, folio, 4, 3, 0);
	put_user_folio(folio, 1);
	EXPECT_RECORD(test, folio, 3, 3, 0);

	put_user_folio_written(folio, 3);
	EXPECT_UNPINNED(test, folio);
}

/* An untyped release is believed to be a reader's until that is impossible. */
static void test_untyped_clamp(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	PIN(test, folio, 3, FOLL_WRITE);
	PIN(test, folio, 2, 0);
	put_read(folio, 1);
	EXPECT_RECORD(test, folio, 4, 3, 0);
	put_read(folio, 1);
	EXPECT_RECORD(test, folio, 3, 3, 0);
	put_read(folio, 1);
	EXPECT_RECORD(test, folio, 2, 2, 0);
	put_read(folio, 2);
	EXPECT_UNPINNED(test, folio);
}

/* A long reader that overlaps a short writer is not taken for a writer. */
static void test_reader_after_writer(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	PIN(test, folio, 1, FOLL_LONGTERM);
	PIN(test, folio, 1, FOLL_WRITE);
	EXPECT_RECORD(test, folio, 2, 1, 1);
	put_written(folio, 1);
	EXPECT_RECORD(test, folio, 1, 0, 1);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping_of(test, 0), 0,
						     LLONG_MAX));
	put_read(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

/*
 * A long reader's release does not say that it was long, and must not make a
 * short writer that goes on look as if it were.
 */
static void test_writer_after_longterm(struct kunit *test)
{
	struct writeback_control none = { .sync_mode = WB_SYNC_NONE };
	struct folio *folio = a_folio(test);

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, FOLL_LONGTERM);
	PIN(test, folio, 1, FOLL_WRITE);
	put_read(folio, 1);
	EXPECT_RECORD(test, folio, 1, 1, 0);
	KUNIT_EXPECT_TRUE(test, user_pin_skip_writeback(folio, &none));
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

static void test_longterm(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	PIN(test, folio, 2, FOLL_WRITE | FOLL_LONGTERM);
	PIN(test, folio, 1, FOLL_WRITE);
	EXPECT_RECORD(test, folio, 3, 3, 2);
	put_written(folio, 1);
	EXPECT_RECORD(test, folio, 2, 2, 2);
	put_written(folio, 1);
	EXPECT_RECORD(test, folio, 1, 1, 1);
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

/* The record says who and where. */
static void test_record_fields(struct kunit *test)
{
	struct fixture *fix = test->priv;
	struct folio *folio = folio_in(test, 1, 5, 0);
	struct user_pin_info info = { };
	unsigned long before = jiffies;

	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_ASSERT_TRUE(test, user_pin_lookup(folio, &info));
	KUNIT_EXPECT_PTR_EQ(test, info.folio, folio);
	KUNIT_EXPECT_EQ(test, info.dev, fix->inode[1]->i_sb->s_dev);
	KUNIT_EXPECT_EQ(test, info.ino, fix->inode[1]->i_ino);
	KUNIT_EXPECT_EQ(test, info.index, 5);
	KUNIT_EXPECT_EQ(test, info.nr_pages, 1);
	KUNIT_EXPECT_EQ(test, info.pid, current->pid);
	KUNIT_EXPECT_STREQ(test, info.comm, current->comm);
	KUNIT_EXPECT_TRUE(test, time_in_range(info.since, before, jiffies));
	put_written(folio, 1);
}

/* fork(), io_uring and the like copy a pin that they know to be there. */
static void test_add_pin(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	PIN(test, folio, 1, 0);
	folio_add_pin(folio);
	EXPECT_RECORD(test, folio, 2, 0, 0);
	put_read(folio, 2);
	EXPECT_UNPINNED(test, folio);

	/* It is not said whether the copy writes: it may. */
	PIN(test, folio, 1, FOLL_WRITE);
	folio_add_pin(folio);
	EXPECT_RECORD(test, folio, 2, 2, 0);
	put_written(folio, 1);
	EXPECT_RECORD(test, folio, 1, 1, 0);
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

/* Many pins of a large folio are counted once, for the folio. */
static void test_large_folio(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct user_pin_info info;
	struct folio *folio;
	pgoff_t index;
	int i;

	needs_large_folios(test);

	mapping_set_large_folios(mapping);
	folio = folio_in(test, 0, 8, 3);
	KUNIT_ASSERT_EQ(test, folio_nr_pages(folio), 8);
	EXPECT_UNPINNED(test, folio);

	for (i = 0; i < 8; i++)
		PIN(test, folio, 1, i < 3 ? FOLL_WRITE : 0);
	EXPECT_RECORD(test, folio, 8, 3, 0);
	PIN(test, folio, 100000, 0);
	EXPECT_RECORD(test, folio, 100008, 3, 0);
	put_read(folio, 100000);

	/* It is found by each of its pages, and by none beside it. */
	for (i = 8; i < 16; i++) {
		index = i;
		KUNIT_EXPECT_TRUE(test, user_pin_next(mapping, &index, i, &info));
		KUNIT_EXPECT_PTR_EQ(test, info.folio, folio);
		KUNIT_EXPECT_EQ(test, info.nr_pages, 8);
		KUNIT_EXPECT_EQ(test, index, 16);
		KUNIT_EXPECT_TRUE(test, user_pin_range_busy(mapping, byte(i),
							    byte(i)));
	}
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0, byte(8) - 1));
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, byte(16),
						     LLONG_MAX));

	/* Releases by page reach the folio. */
	for (i = 0; i < 3; i++)
		put_user_page_range_dirty_lock(folio_page(folio, i), 1, true);
	EXPECT_RECORD(test, folio, 5, 0, 0);
	for (i = 3; i < 8; i++)
		put_user_page(folio_page(folio, i));
	EXPECT_UNPINNED(test, folio);

	/* 1100 references are no pins here either. */
	folio_ref_add(folio, 1100);
	EXPECT_UNPINNED(test, folio);
	folio_ref_sub(folio, 1100);
}

/* Sub-ranges, gaps and both file systems; readers are in nobody's way. */
static void test_walk(struct kunit *test)
{
	static const pgoff_t at[] = { 0, 3, 4, 17 };
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folios[ARRAY_SIZE(at)], *other;
	struct user_pin_info info;
	pgoff_t index = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(at); i++) {
		folios[i] = folio_in(test, 0, at[i], 0);
		PIN(test, folios[i], 1, i == 2 ? FOLL_WRITE : 0);
	}
	other = folio_in(test, 1, 3, 0);
	PIN(test, other, 1, FOLL_WRITE);

	KUNIT_ASSERT_TRUE(test, user_pin_next(mapping, &index, ULONG_MAX,
					      &info));
	KUNIT_EXPECT_PTR_EQ(test, info.folio, folios[2]);
	KUNIT_EXPECT_EQ(test, index, 5);
	KUNIT_EXPECT_FALSE(test, user_pin_next(mapping, &index, ULONG_MAX,
					       &info));

	/* A reader's folio gets a writer, and loses it again. */
	for (i = 0; i < ARRAY_SIZE(at); i++)
		PIN(test, folios[i], 1, FOLL_WRITE);
	index = 0;
	for (i = 0; i < ARRAY_SIZE(at); i++) {
		KUNIT_ASSERT_TRUE(test, user_pin_next(mapping, &index,
						      ULONG_MAX, &info));
		KUNIT_EXPECT_PTR_EQ(test, info.folio, folios[i]);
		KUNIT_EXPECT_EQ(test, index, at[i] + 1);
	}
	KUNIT_EXPECT_FALSE(test, user_pin_next(mapping, &index, ULONG_MAX,
					       &info));
	index = 5;
	KUNIT_EXPECT_FALSE(test, user_pin_next(mapping, &index, 16, &info));
	for (i = 0; i < ARRAY_SIZE(at); i++)
		put_written(folios[i], 1);
	KUNIT_EXPECT_EQ(test, records_left(test), ARRAY_SIZE(at) + 1);

	/* Only the writer makes a range busy, to the byte's page. */
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0, byte(4) - 1));
	KUNIT_EXPECT_TRUE(test, user_pin_range_busy(mapping, 0, byte(4)));
	KUNIT_EXPECT_TRUE(test, user_pin_range_busy(mapping, byte(5) - 1,
						    LLONG_MAX));
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, byte(5),
						     LLONG_MAX));
	KUNIT_EXPECT_EQ(test, user_pin_settle_range(mapping, 0, byte(4) - 1), 0);
	KUNIT_EXPECT_EQ(test, user_pin_settle_range(mapping, 0, byte(4)),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, user_pin_settle_range(mapping, byte(5), 0), 0);
	KUNIT_EXPECT_EQ(test, user_pin_wait_range(mapping, 0, -1), 0);

	for (i = 0; i < ARRAY_SIZE(at); i++)
		put_read(folios[i], 1);
	put_written(other, 1);
	KUNIT_EXPECT_EQ(test, records_left(test), 0);
}

/* === What is no pin, or has no record =================================== */

/* References of page tables and pipes look like pins in the refcount only. */
static void test_false_positive(struct kunit *test)
{
	static const int refs[] = { 1100, 2000, 100000 };
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folio = a_folio(test);
	struct writeback_control wbc = { .sync_mode = WB_SYNC_NONE };
	unsigned int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	for (i = 0; i < ARRAY_SIZE(refs); i++) {
		folio_ref_add(folio, refs[i]);
		KUNIT_EXPECT_TRUE(test, folio_maybe_dma_pinned(folio));
		EXPECT_NO_RECORD(test, folio);
		KUNIT_EXPECT_EQ(test, folio_pin_count(folio), 0);
		KUNIT_EXPECT_FALSE(test, user_pin_skip_writeback(folio, &wbc));
		KUNIT_EXPECT_FALSE(test, user_pin_refuse_release(folio));
		KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0,
							     LLONG_MAX));
		EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
			       0);

		/* And a pin among them is one pin. */
		PIN(test, folio, 1, 0);
		EXPECT_RECORD(test, folio, 1, 0, 0);
		put_read(folio, 1);
		EXPECT_NO_RECORD(test, folio);
		folio_ref_sub(folio, refs[i]);
	}
	EXPECT_UNPINNED(test, folio);
}

/* A pin that would come near the end of the refcount is refused. */
static void test_overflow(struct kunit *test)
{
	const unsigned int most = USER_PIN_REF_MAX / GUP_PIN_COUNTING_BIAS - 1;
	struct folio *folio = a_folio(test);
	int refs = folio_ref_count(folio), before;
	unsigned int n = most;

	PIN(test, folio, most, FOLL_WRITE);
	EXPECT_RECORD(test, folio, most, most, 0);
	while (!pin(folio, 1, 0)) {
		KUNIT_ASSERT_GT(test, folio_ref_count(folio), 0);
		KUNIT_ASSERT_LT(test, ++n, INT_MAX / GUP_PIN_COUNTING_BIAS);
	}
	KUNIT_EXPECT_GT(test, n, most);

	before = folio_ref_count(folio);
	KUNIT_EXPECT_EQ(test, pin(folio, 1, FOLL_WRITE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, pin(folio, 1, 0), -ENOMEM);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), before);
	EXPECT_RECORD(test, folio, n, most, 0);

	/* It is a matter of room, not of history. */
	put_read(folio, 1);
	PIN(test, folio, 1, 0);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), before);
	EXPECT_RECORD(test, folio, n, most, 0);

	put_read(folio, n);
	EXPECT_UNPINNED(test, folio);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), refs);
}

/* A folio that was never in a file, such as a driver's own page. */
static void test_no_mapping(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);

	KUNIT_ASSERT_NOT_NULL(test, folio);
	KUNIT_EXPECT_EQ(test, try_grab_folio(folio, 2, FOLL_PIN | FOLL_WRITE),
			0);
	EXPECT_NO_RECORD(test, folio);
	KUNIT_EXPECT_EQ(test, folio_pin_count(folio), 2);
	put_user_folio(folio, 1);
	put_user_folio_written(folio, 1);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	folio_put(folio);
}

/* The file is written back by nobody: no record. */
static void test_no_writeback(struct kunit *test)
{
	struct vfsmount *mnt = kern_mount(&test_fs_type);
	struct inode *inode;
	struct folio *folio;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	inode = test_inode(mnt->mnt_sb);
	folio = folio_alloc(GFP_KERNEL | __GFP_ZERO, 0);
	if (!inode || !folio ||
	    filemap_add_folio(inode->i_mapping, folio, 0, GFP_KERNEL)) {
		KUNIT_FAIL(test, "no folio");
		goto out;
	}
	folio_unlock(folio);
	KUNIT_EXPECT_FALSE(test, mapping_can_writeback(inode->i_mapping));
	KUNIT_EXPECT_EQ(test, pin(folio, 1, FOLL_WRITE), 0);
	EXPECT_NO_RECORD(test, folio);
	KUNIT_EXPECT_EQ(test, folio_pin_count(folio), 1);
	put_written(folio, 1);
out:
	if (folio)
		folio_put(folio);
	iput(inode);
	kern_unmount(mnt);
}

/* Nothing was taken, nothing is given back. */
static void test_release_without_record(struct kunit *test)
{
	struct folio *folio = a_folio(test), *other = folio_in(test, 0, 1, 0);

	PIN(test, other, 1, FOLL_WRITE);
	user_pin_release(folio, 1, FOLL_WRITE);
	user_pin_dup(folio, 1);
	user_pin_detach(folio);
	EXPECT_UNPINNED(test, folio);
	EXPECT_RECORD(test, other, 1, 1, 0);
	put_written(other, 1);
	mod_node_page_state(folio_pgdat(folio), NR_FOLL_PIN_RELEASED, 1);
}

/* No memory for the record: nothing is half-done, and a refill helps. */
static void test_no_memory(struct kunit *test)
{
#ifdef CONFIG_FAILSLAB
	struct folio *folio = a_folio(test), *other = folio_in(test, 0, 1, 0);
	int refs = folio_ref_count(folio), i;

	/* Use up what a refill may have left behind. */
	do {
		current->fail_nth = 1;
		i = try_grab_folio(folio, 1, FOLL_PIN);
		if (!i)
			put_read(folio, 1);
	} while (!i);

	for (i = 0; i < 3; i++) {
		current->fail_nth = 1;
		KUNIT_EXPECT_EQ(test, try_grab_folio(folio, 1,
						     FOLL_PIN | FOLL_WRITE),
				-ENOBUFS);
		KUNIT_EXPECT_EQ(test, current->fail_nth, 0);
		current->fail_nth = 0;
		KUNIT_EXPECT_EQ(test, folio_ref_count(folio), refs);
		EXPECT_UNPINNED(test, folio);
	}

	KUNIT_ASSERT_TRUE(test, user_pin_refill());
	current->fail_nth = 1;
	KUNIT_EXPECT_EQ(test, try_grab_folio(folio, 1, FOLL_PIN | FOLL_WRITE),
			0);
	KUNIT_EXPECT_EQ(test, current->fail_nth, 0);
	EXPECT_RECORD(test, folio, 1, 1, 0);

	/* Further pins of the same folio need no memory. */
	current->fail_nth = 1;
	KUNIT_EXPECT_EQ(test, try_grab_folio(folio, 1, FOLL_PIN), 0);
	EXPECT_RECORD(test, folio, 2, 1, 0);
	/* What was refilled is used up. */
	current->fail_nth = 1;
	KUNIT_EXPECT_EQ(test, try_grab_folio(other, 1, FOLL_PIN), -ENOBUFS);
	current->fail_nth = 0;
	EXPECT_UNPINNED(test, other);

	put_written(folio, 1);
	put_read(folio, 1);
#else
	kunit_skip(test, "needs CONFIG_FAILSLAB");
#endif
}

/* === Through a mapping of user space ==================================== */

#define MAP_PAGES	4

/* The mapping goes with the mm of this test's task. */
static unsigned long map_file(struct kunit *test)
{
	struct fixture *fix = test->priv;
	unsigned long addr;
	struct file *file;

	ihold(fix->inode[0]);
	file = alloc_file_pseudo(fix->inode[0], fix->mnt[0], "file", O_RDWR,
				 &test_fops);
	if (IS_ERR(file))
		iput(fix->inode[0]);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	addr = kunit_vm_mmap(test, file, 0, MAP_PAGES * PAGE_SIZE,
			     PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	fput(file);
	KUNIT_ASSERT_NE(test, addr, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(addr));
	return addr;
}

static int pin_slow(unsigned long addr, unsigned int flags, struct page **pages)
{
	int ret;

	mmap_read_lock(current->mm);
	ret = pin_user_pages(addr, MAP_PAGES, flags, pages);
	mmap_read_unlock(current->mm);
	return ret;
}

/* Every way in is recorded, with its type. */
static void test_gup_file(struct kunit *test)
{
	unsigned long addr = map_file(test);
	struct page *pages[MAP_PAGES];
	struct folio *folio;
	int i;

	KUNIT_ASSERT_EQ(test, pin_slow(addr, FOLL_WRITE, pages), MAP_PAGES);
	KUNIT_EXPECT_EQ(test, records_left(test), MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++)
		EXPECT_RECORD(test, page_folio(pages[i]), 1, 1, 0);

	/* Mapped writable now: this is GUP-fast, where there is one. */
	KUNIT_ASSERT_EQ(test, pin_user_pages_fast(addr, MAP_PAGES, FOLL_WRITE,
						  pages), MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++)
		EXPECT_RECORD(test, page_folio(pages[i]), 2, 2, 0);
	KUNIT_ASSERT_EQ(test, pin_user_pages_fast(addr, MAP_PAGES, 0, pages),
			MAP_PAGES);
	KUNIT_ASSERT_EQ(test, pin_slow(addr, FOLL_LONGTERM, pages), MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++)
		EXPECT_RECORD(test, page_folio(pages[i]), 4, 2, 1);

	/* get_user_pages() is no pin. */
	KUNIT_ASSERT_EQ(test, get_user_pages_fast(addr, 1, FOLL_WRITE, pages),
			1);
	EXPECT_RECORD(test, page_folio(pages[0]), 4, 2, 1);
	put_page(pages[0]);

	put_user_pages_dirty_lock(pages, MAP_PAGES, true);
	put_user_pages_dirty_lock(pages, MAP_PAGES, true);
	for (i = 0; i < MAP_PAGES; i++)
		EXPECT_RECORD(test, page_folio(pages[i]), 2, 0, 1);
	put_user_pages(pages, MAP_PAGES);
	put_user_pages(pages, MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++) {
		folio = page_folio(pages[i]);
		EXPECT_UNPINNED(test, folio);
		KUNIT_EXPECT_TRUE(test, folio_test_dirty(folio));
	}
	KUNIT_EXPECT_EQ(test, records_left(test), 0);
	vm_munmap(addr, MAP_PAGES * PAGE_SIZE);
}

/* Without memory under the page-table lock, GUP gets some and tries again. */
static void test_gup_no_memory(struct kunit *test)
{
#ifdef CONFIG_FAILSLAB
	unsigned long addr = map_file(test);
	struct page *pages[MAP_PAGES];
	int i;

	/* Map the pages first: what fails shall be the record. */
	KUNIT_ASSERT_EQ(test, pin_slow(addr, FOLL_WRITE, pages), MAP_PAGES);
	put_user_pages_dirty_lock(pages, MAP_PAGES, true);

	current->fail_nth = 1;
	KUNIT_EXPECT_EQ(test, pin_slow(addr, FOLL_WRITE, pages), MAP_PAGES);
	KUNIT_EXPECT_EQ(test, current->fail_nth, 0);
	current->fail_nth = 2;
	KUNIT_EXPECT_EQ(test, pin_user_pages_fast(addr, MAP_PAGES, 0, pages),
			MAP_PAGES);
	current->fail_nth = 0;
	for (i = 0; i < MAP_PAGES; i++)
		EXPECT_RECORD(test, page_folio(pages[i]), 2, 1, 0);
	put_user_pages_dirty_lock(pages, MAP_PAGES, true);
	put_user_pages(pages, MAP_PAGES);
	KUNIT_EXPECT_EQ(test, records_left(test), 0);
	vm_munmap(addr, MAP_PAGES * PAGE_SIZE);
#else
	kunit_skip(test, "needs CONFIG_FAILSLAB");
#endif
}

static void expect_pins_without_record(struct kunit *test, unsigned long addr,
				       unsigned int flags, bool swapbacked)
{
	struct page *pages[MAP_PAGES];
	int i;

	KUNIT_ASSERT_EQ(test, pin_user_pages_fast(addr, MAP_PAGES, flags,
						  pages), MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++) {
		struct folio *folio = page_folio(pages[i]);

		KUNIT_EXPECT_EQ(test, folio_test_swapbacked(folio), swapbacked);
		EXPECT_NO_RECORD(test, folio);
		KUNIT_EXPECT_GE(test, folio_pin_count(folio), 1);
	}
	put_user_pages(pages, MAP_PAGES);
	for (i = 0; i < MAP_PAGES; i++)
		KUNIT_EXPECT_EQ(test, folio_pin_count(page_folio(pages[i])), 0);
}

static unsigned long map_anon(struct kunit *test, unsigned long flags)
{
	unsigned long addr;

	addr = kunit_vm_mmap(test, NULL, 0, MAP_PAGES * PAGE_SIZE,
			     PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, 0);
	KUNIT_ASSERT_NE(test, addr, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(addr));
	return addr;
}

static void test_gup_anon(struct kunit *test)
{
	unsigned long addr = map_anon(test, MAP_PRIVATE);

	expect_pins_without_record(test, addr, FOLL_WRITE, true);
	expect_pins_without_record(test, addr, FOLL_WRITE | FOLL_LONGTERM,
				   true);
	vm_munmap(addr, MAP_PAGES * PAGE_SIZE);
}

static void test_gup_shmem(struct kunit *test)
{
	unsigned long addr;

	if (!IS_ENABLED(CONFIG_SHMEM))
		kunit_skip(test, "needs CONFIG_SHMEM");
	addr = map_anon(test, MAP_SHARED);
	expect_pins_without_record(test, addr, FOLL_WRITE, true);
	vm_munmap(addr, MAP_PAGES * PAGE_SIZE);
}

/* MADV_FREE takes the bit away that tells anon folios from those of files. */
static void test_gup_lazyfree(struct kunit *test)
{
	unsigned long addr;

	if (!IS_ENABLED(CONFIG_ADVISE_SYSCALLS))
		kunit_skip(test, "needs CONFIG_ADVISE_SYSCALLS");
	addr = map_anon(test, MAP_PRIVATE);
	expect_pins_without_record(test, addr, FOLL_WRITE, true);
	KUNIT_ASSERT_EQ(test, do_madvise(current->mm, addr,
					 MAP_PAGES * PAGE_SIZE, MADV_FREE), 0);
	lru_add_drain();
	expect_pins_without_record(test, addr, 0, false);
	vm_munmap(addr, MAP_PAGES * PAGE_SIZE);
}

/* === Truncation ========================================================= */

static void expect_detached(struct kunit *test, struct folio *folio)
{
	struct address_space *mapping = mapping_of(test, 0);

	KUNIT_EXPECT_NULL(test, folio->mapping);
	EXPECT_RECORD(test, folio, 2, 1, 0);
	KUNIT_EXPECT_EQ(test, records_in_files(test), 0);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0, LLONG_MAX));
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);

	put_read(folio, 1);
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
}

/* Each way out of the page cache leaves the file unpinned. */
static void test_truncate(struct kunit *test)
{
	struct folio *folio, *new;
	int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	/* page_cache_delete_batch() */
	folio = a_folio(test);
	PIN(test, folio, 1, FOLL_WRITE);
	PIN(test, folio, 1, 0);
	truncate_all(test, 0);
	expect_detached(test, folio);

	/* page_cache_delete() */
	folio = a_folio(test);
	PIN(test, folio, 1, FOLL_WRITE);
	PIN(test, folio, 1, 0);
	folio_lock(folio);
	filemap_remove_folio(folio);
	folio_unlock(folio);
	expect_detached(test, folio);

	folio = a_folio(test);
	PIN(test, folio, 1, FOLL_WRITE);
	PIN(test, folio, 1, 0);
	new = folio_alloc(GFP_KERNEL | __GFP_ZERO, 0);
	KUNIT_ASSERT_NOT_NULL(test, new);
	folio_lock(folio);
	folio_lock(new);
	replace_page_cache_folio(folio, new);
	folio_unlock(new);
	folio_unlock(folio);
	folio_put(new);
	expect_detached(test, folio);

	/* Many at once. */
	truncate_all(test, 0);
	for (i = 0; i < 20; i++) {
		folio = folio_in(test, 0, i, 0);
		PIN(test, folio, 1, FOLL_WRITE);
	}
	KUNIT_EXPECT_EQ(test, records_in_files(test), 20);
	truncate_inode_pages_range(mapping_of(test, 0), byte(3), byte(13) - 1);
	KUNIT_EXPECT_EQ(test, records_in_files(test), 10);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping_of(test, 0),
						     byte(3), byte(13) - 1));
	truncate_all(test, 0);
	KUNIT_EXPECT_EQ(test, records_in_files(test), 0);
	for (i = 3; i < 23; i++) {
		folio = ((struct fixture *)test->priv)->folios[i];
		EXPECT_RECORD(test, folio, 1, 1, 0);
		put_written(folio, 1);
		EXPECT_UNPINNED(test, folio);
	}
}

/* The inode may be gone, and another in its place, before the last release. */
static void test_truncate_and_evict(struct kunit *test)
{
	struct fixture *fix = test->priv;
	struct folio *folio = a_folio(test);

	PIN(test, folio, 1, FOLL_WRITE);
	iput(fix->inode[0]);
	fix->inode[0] = NULL;
	/* Inodes are freed, and used again, after a grace period. */
	rcu_barrier();
	fix->inode[0] = test_inode(fix->mnt[0]->mnt_sb);
	KUNIT_ASSERT_NOT_NULL(test, fix->inode[0]);
	EXPECT_RECORD(test, folio, 1, 1, 0);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping_of(test, 0), 0,
						     LLONG_MAX));
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

/*
 * GUP-fast can find out late that the folio was truncated under it. Its pin and
 * its undo must be a pair, and not take away what somebody else holds.
 */
static void test_pin_after_truncate(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	PIN(test, folio, 1, FOLL_WRITE);
	truncate_all(test, 0);
	PIN(test, folio, 1, 0);
	EXPECT_RECORD(test, folio, 2, 1, 0);
	put_read(folio, 1);
	EXPECT_RECORD(test, folio, 1, 1, 0);
	folio_add_pin(folio);
	EXPECT_RECORD(test, folio, 2, 2, 0);
	put_written(folio, 2);
	EXPECT_UNPINNED(test, folio);

	/* The first pin comes late: no record, and none is missed. */
	PIN(test, folio, 1, FOLL_WRITE);
	EXPECT_NO_RECORD(test, folio);
	put_written(folio, 1);
	EXPECT_UNPINNED(test, folio);
}

/* === Interrupts ========================================================= */

struct irq_release {
	struct irq_work work;
	struct timer_list timer;
	struct folio *folio;
	bool in_context;
};

static void release_in_hardirq(struct irq_work *work)
{
	struct irq_release *r = container_of(work, struct irq_release, work);

	r->in_context = in_hardirq();
	put_user_folio_written(r->folio, 1);
}

static void release_in_softirq(struct timer_list *timer)
{
	struct irq_release *r = container_of(timer, struct irq_release, timer);

	r->in_context = in_serving_softirq();
	put_user_folio_written(r->folio, 1);
}

/*
 * A bio ends in an interrupt: the record goes, and the waiter is woken. In a
 * thread on PREEMPT_RT, as all that wakes.
 */
static void test_release_in_interrupt(struct kunit *test)
{
	struct irq_release *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	struct folio *folio = a_folio(test);
	struct waiter *w;

	KUNIT_ASSERT_NOT_NULL(test, r);
	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	r->folio = folio;
	r->work = IRQ_WORK_INIT(release_in_hardirq);
	PIN(test, folio, 1, FOLL_WRITE);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	irq_work_queue(&r->work);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	irq_work_sync(&r->work);
	KUNIT_EXPECT_TRUE(test, r->in_context || IS_ENABLED(CONFIG_PREEMPT_RT));
	EXPECT_UNPINNED(test, folio);

	r->in_context = false;
	timer_setup(&r->timer, release_in_softirq, 0);
	PIN(test, folio, 1, FOLL_WRITE);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	mod_timer(&r->timer, jiffies);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	timer_delete_sync(&r->timer);
	KUNIT_EXPECT_TRUE(test, r->in_context);
	EXPECT_UNPINNED(test, folio);
}

/* === Waiting ============================================================ */

/* The last writer's release wakes, nothing before it does, and no clock. */
static void test_wake(struct kunit *test)
{
	struct folio *folio = a_folio(test);
	unsigned long switches;
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, 0);
	PIN(test, folio, 3, FOLL_WRITE);
	w = start_waiter(test, call_range, 0);
	switches = asleep(test, w);
	KUNIT_EXPECT_NE(test, switches, 0);

	/* Whoever polled would have run in this time. */
	msleep(200);
	KUNIT_EXPECT_EQ(test, asleep(test, w), switches);
	put_written(folio, 1);
	put_written(folio, 1);
	next_jiffy();
	KUNIT_EXPECT_EQ(test, asleep(test, w), switches);

	/* The reader stays. */
	put_written(folio, 1);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	EXPECT_RECORD(test, folio, 1, 0, 0);
	put_read(folio, 1);
}

/* An untyped release ends the wait when no writer can be left. */
static void test_wake_untyped(struct kunit *test)
{
	struct folio *folio = a_folio(test);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, FOLL_WRITE);
	PIN(test, folio, 1, 0);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	put_read(folio, 1);
	EXPECT_ASLEEP(test, w);
	put_user_page(folio_page(folio, 0));
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
}

/* All folios of the range are waited for, and nothing beside it. */
static void test_wait_many(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folios[3];
	struct waiter *w;
	int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	for (i = 0; i < 3; i++) {
		folios[i] = folio_in(test, 0, 2 * i, 0);
		PIN(test, folios[i], 1, FOLL_WRITE);
	}
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, byte(1), byte(2) - 1),
		       0);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, byte(5), LLONG_MAX),
		       0);
	w = start_waiter(test, call_range, 0);
	put_written(folios[2], 1);
	EXPECT_ASLEEP(test, w);
	put_written(folios[0], 1);
	EXPECT_ASLEEP(test, w);
	put_written(folios[1], 1);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
}

/* Readers delay nobody, long-term pins neither. */
static void test_wait_for_writers_only(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct super_block *sb = mapping->host->i_sb;
	struct folio *folio = a_folio(test);

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);
	PIN(test, folio, 1, 0);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(sb), 0);
	EXPECT_AT_ONCE(test, user_pin_drain(mapping, 0, LLONG_MAX, jiffies), 0);
	put_read(folio, 1);

	PIN(test, folio, 1, FOLL_LONGTERM);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);
	put_read(folio, 1);

	PIN(test, folio, 1, FOLL_LONGTERM | FOLL_WRITE);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
		       -ETIMEDOUT);
	EXPECT_AT_ONCE(test, user_pin_drain(mapping, 0, LLONG_MAX, jiffies),
		       -EBUSY);
	put_written(folio, 1);
}

/* The deadline is kept, and passed once for everybody. */
static void test_deadline(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	const unsigned int ms = 50;
	struct folio *folios[2];
	unsigned long end;
	int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, ms);
	for (i = 0; i < 2; i++) {
		folios[i] = folio_in(test, 0, i, 0);
		PIN(test, folios[i], 1, FOLL_WRITE);
	}
	end = since(folios[1]) + msecs_to_jiffies(ms);
	KUNIT_EXPECT_EQ(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
			-ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, time_after_eq(jiffies, end));

	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
		       -ETIMEDOUT);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(mapping->host->i_sb), -ETIMEDOUT);
	EXPECT_AT_ONCE(test, user_pin_drain(mapping, 0, LLONG_MAX, jiffies),
		       -EBUSY);
	/* It is not the pin that has passed, but the wait for it. */
	for (i = 0; i < 2; i++) {
		EXPECT_RECORD(test, folios[i], 1, 1, 0);
		put_written(folios[i], 1);
	}
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX), 0);
}

/* Writers that hand the folio on to each other stay in one period. */
static void test_period_overlap(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folio = a_folio(test);
	unsigned long start;
	int i;

	PIN(test, folio, 1, FOLL_WRITE);
	start = since(folio);
	for (i = 0; i < 3; i++) {
		next_jiffy();
		PIN(test, folio, 1, FOLL_WRITE);
		KUNIT_EXPECT_EQ(test, since(folio), start);
		put_written(folio, 1);
		KUNIT_EXPECT_EQ(test, since(folio), start);
	}
	WRITE_ONCE(sysctl_user_pin_wait_ms, 1);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
		       -ETIMEDOUT);
	put_written(folio, 1);

	/* After a gap it is another period, even where a reader stayed. */
	PIN(test, folio, 1, 0);
	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, time_after(since(folio), start));
	start = since(folio);
	put_written(folio, 1);
	next_jiffy();
	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, time_after(since(folio), start));
	EXPECT_RECORD(test, folio, 2, 1, 0);
	put_written(folio, 1);
	put_read(folio, 1);
}

/* What is pinned after the call began is none of the caller's business. */
static void test_later_periods(struct kunit *test)
{
	struct folio *first = folio_in(test, 0, 0, 0);
	struct folio *second = folio_in(test, 0, 1, 0);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, first, 1, FOLL_WRITE);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	next_jiffy();
	PIN(test, second, 1, FOLL_WRITE);
	/* The waiter may run before or after the new pin of the same folio. */
	put_written(first, 1);
	PIN(test, first, 1, FOLL_WRITE);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	EXPECT_RECORD(test, first, 1, 1, 0);
	EXPECT_RECORD(test, second, 1, 1, 0);
	put_written(first, 1);
	put_written(second, 1);
}

/* Nothing is left to wait for when the folio leaves the file. */
static void test_truncate_wakes(struct kunit *test)
{
	struct folio *folio = a_folio(test);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, FOLL_WRITE);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	truncate_all(test, 0);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	EXPECT_RECORD(test, folio, 1, 1, 0);
	put_written(folio, 1);
}

static void test_kill(struct kunit *test)
{
	static int (*const calls[])(struct waiter *w) = {
		call_range, call_sb, call_drain,
	};
	struct folio *folios[2];
	struct waiter *w;
	unsigned int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	for (i = 0; i < 2; i++) {
		folios[i] = folio_in(test, 0, i, 0);
		PIN(test, folios[i], 1, FOLL_WRITE);
	}
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		w = start_waiter(test, calls[i], 0);
		EXPECT_ASLEEP(test, w);
		send_sig(SIGKILL, w->task, 1);
		KUNIT_EXPECT_EQ(test, join_waiter(test, w), -EINTR);
	}
	for (i = 0; i < 2; i++) {
		EXPECT_RECORD(test, folios[i], 1, 1, 0);
		put_written(folios[i], 1);
	}
}

/* sync(2) and syncfs(2): other file systems do not count. */
static void test_wait_sb(struct kunit *test)
{
	struct super_block *sb0 = mapping_of(test, 0)->host->i_sb;
	struct super_block *sb1 = mapping_of(test, 1)->host->i_sb;
	struct folio *folio0 = folio_in(test, 0, 0, 0);
	struct folio *folio1 = folio_in(test, 1, 0, 0);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio0, 1, FOLL_WRITE);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(sb1), 0);
	w = start_waiter(test, call_sb, 0);
	EXPECT_ASLEEP(test, w);
	put_written(folio0, 1);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);

	PIN(test, folio1, 1, FOLL_WRITE);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(sb0), 0);
	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(sb1), -ETIMEDOUT);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(NULL), -ETIMEDOUT);
	put_written(folio1, 1);
	EXPECT_AT_ONCE(test, user_pin_wait_sb(NULL), 0);
}

/*
 * A pin whose I/O is over is waited for past its deadline, until its page is
 * dirty; from then on it is a pin past its deadline like any other.
 */
static void test_ending(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folio = a_folio(test);
	struct waiter *w;

	/* Long enough to see the waiter asleep, who has as much time himself. */
	WRITE_ONCE(sysctl_user_pin_wait_ms, 3000);
	PIN(test, folio, 2, FOLL_WRITE);
	KUNIT_EXPECT_EQ(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
			-ETIMEDOUT);
	EXPECT_AT_ONCE(test, user_pin_wait_range(mapping, 0, LLONG_MAX),
		       -ETIMEDOUT);

	user_pin_ending(folio);
	user_pin_ending(folio);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	user_pin_ended(folio);
	EXPECT_ASLEEP(test, w);
	user_pin_ended(folio);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), -ETIMEDOUT);
	EXPECT_RECORD(test, folio, 2, 2, 0);

	/* The release alone ends it as well. */
	user_pin_ending(folio);
	w = start_waiter(test, call_range, 0);
	EXPECT_ASLEEP(test, w);
	put_written(folio, 2);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	EXPECT_UNPINNED(test, folio);

	/* And a folio without pins ignores it. */
	user_pin_ending(folio);
	user_pin_ended(folio);
	EXPECT_NO_RECORD(test, folio);
}

/* Only writers of this file system. */
static void test_sb_busy(struct kunit *test)
{
	struct super_block *sb = mapping_of(test, 0)->host->i_sb;
	struct super_block *other = mapping_of(test, 1)->host->i_sb;
	struct folio *folio = a_folio(test);

	KUNIT_EXPECT_FALSE(test, user_pin_sb_busy(sb));
	PIN(test, folio, 1, 0);
	KUNIT_EXPECT_FALSE(test, user_pin_sb_busy(sb));
	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, user_pin_sb_busy(sb));
	KUNIT_EXPECT_FALSE(test, user_pin_sb_busy(other));
	put_written(folio, 1);
	KUNIT_EXPECT_FALSE(test, user_pin_sb_busy(sb));
	put_read(folio, 1);
}

/* A layout change gives up in the end, whoever pins in its way. */
static void test_drain(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folio = a_folio(test);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, user_pin_range_busy(mapping, 0, LLONG_MAX));
	w = start_waiter(test, call_drain, 0);
	EXPECT_ASLEEP(test, w);
	put_written(folio, 1);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	KUNIT_EXPECT_FALSE(test, user_pin_range_busy(mapping, 0, LLONG_MAX));

	PIN(test, folio, 1, FOLL_WRITE);
	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	EXPECT_AT_ONCE(test, user_pin_drain(mapping, 0, LLONG_MAX, jiffies),
		       -EBUSY);
	put_written(folio, 1);

	/* Rounds that each succeed do not go on for ever. */
	WRITE_ONCE(sysctl_user_pin_wait_ms, 10);
	KUNIT_EXPECT_EQ(test, user_pin_drain(mapping, 0, LLONG_MAX,
					     jiffies - HZ), -EBUSY);
}

/* Without a pin, -EBUSY does not come from the clock alone. */
static void test_drain_fallocate(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	const int collapse = FALLOC_FL_COLLAPSE_RANGE;
	const int insert = FALLOC_FL_INSERT_RANGE;
	struct folio *folio = a_folio(test);
	unsigned long end;
	int ret;

	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	PIN(test, folio, 1, FOLL_WRITE);
	EXPECT_AT_ONCE(test, user_pin_drain_fallocate(mapping, 0, 0), 0);
	EXPECT_AT_ONCE(test, user_pin_drain_fallocate(mapping, collapse,
						      byte(1)), 0);
	EXPECT_AT_ONCE(test, user_pin_drain_fallocate(mapping, collapse, 0),
		       -EBUSY);
	EXPECT_AT_ONCE(test, user_pin_drain_fallocate(mapping, insert, 0),
		       -EBUSY);
	put_written(folio, 1);

	/* Long enough that many timer ticks come in the middle of a call. */
	end = jiffies + HZ;
	do {
		ret = user_pin_drain_fallocate(mapping, collapse, 0);
	} while (!ret && time_before(jiffies, end));
	KUNIT_EXPECT_EQ(test, ret, 0);
}

/* As an exchange of two files: the pins of one say nothing of the other. */
static void test_drain_once(struct kunit *test)
{
	struct folio *folio = a_folio(test);
	struct waiter *w;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	PIN(test, folio, 1, FOLL_WRITE);
	w = start_waiter(test, call_drain_two, 0);
	EXPECT_ASLEEP(test, w);
	/* The time that a new period would have is over when this one ends. */
	next_jiffy();
	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	put_written(folio, 1);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);

	PIN(test, folio, 1, FOLL_WRITE);
	EXPECT_AT_ONCE(test, user_pin_drain_once(mapping_of(test, 1), 0,
						 LLONG_MAX), 0);
	EXPECT_AT_ONCE(test, user_pin_drain_once(mapping_of(test, 0), 0,
						 LLONG_MAX), -EBUSY);
	EXPECT_AT_ONCE(test, user_pin_drain_once(mapping_of(test, 0), byte(1),
						 LLONG_MAX), 0);
	put_written(folio, 1);
}

/* === What the rest of the kernel does =================================== */

static unsigned int write_back(struct address_space *mapping,
			       struct writeback_control *wbc)
{
	struct folio *folio = NULL;
	unsigned int n = 0;
	int error = 0;

	while ((folio = writeback_iter(mapping, wbc, folio, &error))) {
		folio_unlock(folio);
		n++;
	}
	return error ? UINT_MAX : n;
}

static void test_skip_writeback(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct writeback_control none = {
		.sync_mode = WB_SYNC_NONE,
		.nr_to_write = LONG_MAX,
		.range_end = LLONG_MAX,
	};
	struct writeback_control all = {
		.sync_mode = WB_SYNC_ALL,
		.nr_to_write = LONG_MAX,
		.range_end = LLONG_MAX,
	};
	struct folio *folios[3];
	int i;

	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	for (i = 0; i < 3; i++) {
		folios[i] = folio_in(test, 0, i, 0);
		folio_mark_dirty(folios[i]);
	}
	PIN(test, folios[0], 1, 0);
	PIN(test, folios[1], 1, FOLL_WRITE);

	/* Background writeback leaves the writer's folio, dirty. */
	KUNIT_EXPECT_EQ(test, write_back(mapping, &none), 2);
	/* That would end the turn of the whole file. */
	KUNIT_EXPECT_EQ(test, none.pages_skipped, 0);
	KUNIT_EXPECT_FALSE(test, folio_test_dirty(folios[0]));
	KUNIT_EXPECT_TRUE(test, folio_test_dirty(folios[1]));
	KUNIT_EXPECT_FALSE(test, folio_test_dirty(folios[2]));

	/* Data integrity does not. */
	KUNIT_EXPECT_EQ(test, write_back(mapping, &all), 1);
	KUNIT_EXPECT_FALSE(test, folio_test_dirty(folios[1]));

	/* Past the deadline nobody does. */
	folio_mark_dirty(folios[1]);
	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	KUNIT_EXPECT_EQ(test, write_back(mapping, &none), 1);
	KUNIT_EXPECT_FALSE(test, folio_test_dirty(folios[1]));

	/* Nor is a long-term pin waited for. */
	WRITE_ONCE(sysctl_user_pin_wait_ms, NO_DEADLINE);
	put_written(folios[1], 1);
	PIN(test, folios[1], 1, FOLL_WRITE | FOLL_LONGTERM);
	KUNIT_EXPECT_FALSE(test, user_pin_skip_writeback(folios[1], &none));

	put_written(folios[1], 1);
	put_read(folios[0], 1);
}

static bool release_folio(struct folio *folio)
{
	bool ret;

	folio_lock(folio);
	ret = filemap_release_folio(folio, GFP_KERNEL);
	folio_unlock(folio);
	return ret;
}

/* A dirty folio of several blocks may be clean where the holder wrote. */
static void test_must_dirty(struct kunit *test)
{
	struct inode *inode = mapping_of(test, 0)->host;
	struct folio *folio = a_folio(test), *part = folio_in(test, 0, 1, 0);

	PIN(test, folio, 1, FOLL_WRITE);
	inode->i_blkbits = PAGE_SHIFT - 1;
	PIN(test, part, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, user_pin_must_dirty(folio));
	folio_set_dirty(folio);
	folio_set_dirty(part);
	KUNIT_EXPECT_FALSE(test, user_pin_must_dirty(folio));
	KUNIT_EXPECT_TRUE(test, user_pin_must_dirty(part));
	put_written(folio, 1);
	put_written(part, 1);
	/* Nobody's pin: as ever. */
	KUNIT_EXPECT_FALSE(test, user_pin_must_dirty(part));
	folio_clear_dirty(folio);
	folio_clear_dirty(part);
}

/* The same for the blocks of a large folio. */
static void test_must_dirty_large(struct kunit *test)
{
	struct folio *folio;

	needs_large_folios(test);
	folio = folio_in(test, 0, 2, 1);
	PIN(test, folio, 1, FOLL_WRITE);
	folio_set_dirty(folio);
	KUNIT_EXPECT_TRUE(test, user_pin_must_dirty(folio));
	put_written(folio, 1);
	KUNIT_EXPECT_FALSE(test, user_pin_must_dirty(folio));
	folio_clear_dirty(folio);
}

/* What the file system keeps for a folio stays while somebody writes to it. */
static void test_refuse_release(struct kunit *test)
{
	struct folio *folio = a_folio(test);

	KUNIT_EXPECT_TRUE(test, release_folio(folio));
	PIN(test, folio, 1, 0);
	KUNIT_EXPECT_FALSE(test, user_pin_refuse_release(folio));
	KUNIT_EXPECT_TRUE(test, release_folio(folio));
	PIN(test, folio, 1, FOLL_WRITE);
	KUNIT_EXPECT_TRUE(test, user_pin_refuse_release(folio));
	KUNIT_EXPECT_FALSE(test, release_folio(folio));
	/* There is no deadline for this. */
	WRITE_ONCE(sysctl_user_pin_wait_ms, 0);
	KUNIT_EXPECT_FALSE(test, release_folio(folio));
	put_written(folio, 1);
	KUNIT_EXPECT_FALSE(test, user_pin_refuse_release(folio));
	KUNIT_EXPECT_TRUE(test, release_folio(folio));
	put_read(folio, 1);
}

/* === Copies ============================================================= */

#define BIO_FOLIOS	3

static struct bio *bio_of(struct kunit *test, struct folio **folios)
{
	struct bio_vec *vecs;
	struct bio *bio;
	int i;

	bio = kunit_kzalloc(test, sizeof(*bio), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, bio);
	vecs = kunit_kcalloc(test, BIO_FOLIOS, sizeof(*vecs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vecs);
	bio_init(bio, NULL, vecs, BIO_FOLIOS, REQ_OP_WRITE);
	for (i = 0; i < BIO_FOLIOS; i++) {
		folios[i] = folio_in(test, 0, i, 0);
		memset(folio_address(folios[i]), 'a' + i, PAGE_SIZE);
	}
	/* The last one in part only. */
	KUNIT_ASSERT_TRUE(test, bio_add_folio(bio, folios[0], PAGE_SIZE, 0));
	KUNIT_ASSERT_TRUE(test, bio_add_folio(bio, folios[1], PAGE_SIZE, 0));
	KUNIT_ASSERT_TRUE(test, bio_add_folio(bio, folios[2], 1024, 512));
	return bio;
}

/* The page that would be written at a byte of the bio, and the byte there. */
static struct page *bio_page_at(struct bio *bio, unsigned int pos, char *c)
{
	struct bvec_iter iter;
	struct bio_vec bv;

	bio_for_each_segment(bv, bio, iter) {
		if (pos < bv.bv_len) {
			memcpy_from_page(c, bv.bv_page, bv.bv_offset + pos, 1);
			return bv.bv_page;
		}
		pos -= bv.bv_len;
	}
	return NULL;
}

#define EXPECT_BIO(_test, bio, pos, page, byte)				\
do {									\
	struct kunit *__test = _test;					\
	char __c = 0;							\
									\
	KUNIT_EXPECT_PTR_EQ(__test, bio_page_at(bio, pos, &__c), page);	\
	KUNIT_EXPECT_EQ(__test, __c, byte);				\
} while (0)

#define EXPECT_COPY(_test, bio, pos, page, byte)				\
do {									\
	struct kunit *__test = _test;					\
	char __c = 0;							\
									\
	KUNIT_EXPECT_PTR_NE(__test, bio_page_at(bio, pos, &__c), page);	\
	KUNIT_EXPECT_EQ(__test, __c, byte);				\
} while (0)

/* The bytes of that moment are written, of the pinned folio and no other. */
static void test_copy_bio(struct kunit *test)
{
	const unsigned int last = 2 * PAGE_SIZE;
	struct folio *folios[BIO_FOLIOS];
	struct user_pin_copy *copy;
	struct page *page[BIO_FOLIOS];
	struct bio_vec *vecs, was[BIO_FOLIOS];
	struct bio *bio;
	unsigned int i, vcnt, round;

	bio = bio_of(test, folios);
	for (i = 0; i < BIO_FOLIOS; i++)
		page[i] = folio_page(folios[i], 0);
	vecs = bio->bi_io_vec;
	vcnt = bio->bi_vcnt;
	memcpy(was, vecs, sizeof(was));

	/* Nobody writes: nothing is copied. */
	KUNIT_EXPECT_NULL(test, user_pin_copy_bio(bio));
	PIN(test, folios[0], 1, 0);
	KUNIT_EXPECT_NULL(test, user_pin_copy_bio(bio));
	folio_ref_add(folios[1], 1100);
	KUNIT_EXPECT_NULL(test, user_pin_copy_bio(bio));
	folio_ref_sub(folios[1], 1100);
	KUNIT_EXPECT_PTR_EQ(test, bio->bi_io_vec, vecs);

	for (round = 1; round < BIO_FOLIOS; round++) {
		struct folio *folio = folios[round];
		void *data = folio_address(folio);

		PIN(test, folio, 1, FOLL_WRITE);
		copy = user_pin_copy_bio(bio);
		KUNIT_ASSERT_NOT_NULL(test, copy);
		KUNIT_EXPECT_EQ(test, bio->bi_iter.bi_size, last + 1024);
		memset(data, 'X', PAGE_SIZE);

		EXPECT_BIO(test, bio, 0, page[0], 'a');
		if (round == 1) {
			EXPECT_COPY(test, bio, PAGE_SIZE, page[1], 'b');
			EXPECT_COPY(test, bio, last - 1, page[1], 'b');
			EXPECT_BIO(test, bio, last, page[2], 'c');
		} else {
			EXPECT_BIO(test, bio, last - 1, page[1], 'b');
			EXPECT_COPY(test, bio, last, page[2], 'c');
			EXPECT_COPY(test, bio, last + 1023, page[2], 'c');
		}

		user_pin_copy_end(bio, copy);
		KUNIT_EXPECT_PTR_EQ(test, bio->bi_io_vec, vecs);
		KUNIT_EXPECT_EQ(test, bio->bi_vcnt, vcnt);
		KUNIT_EXPECT_MEMEQ(test, vecs, was, sizeof(was));
		EXPECT_BIO(test, bio, round * PAGE_SIZE, page[round], 'X');
		memset(data, 'a' + round, PAGE_SIZE);
		put_written(folio, 1);
	}
	put_read(folios[0], 1);
	user_pin_copy_end(bio, NULL);
	bio_uninit(bio);
}

/* A bio can have more pages than segments can be counted. */
static void test_copy_large_bio(struct kunit *test)
{
	const unsigned int order = 8, vcnt = 2 + USHRT_MAX / (1 << order);
	struct folio *folio = a_folio(test), *large;
	struct user_pin_copy *copy;
	struct bio_vec *vecs;
	struct bio *bio;
	unsigned int i;

	bio = kunit_kzalloc(test, sizeof(*bio), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, bio);
	vecs = kunit_kcalloc(test, vcnt, sizeof(*vecs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vecs);
	large = folio_alloc(GFP_KERNEL, order);
	KUNIT_ASSERT_NOT_NULL(test, large);
	memset(folio_address(folio), 'a', PAGE_SIZE);
	memset(folio_address(large), 'l', folio_size(large));

	/* The same folio many times: nobody writes it. */
	bio_init(bio, NULL, vecs, vcnt, REQ_OP_WRITE);
	for (i = 0; i < vcnt - 1; i++)
		bvec_set_folio(&vecs[i], large, folio_size(large), 0);
	bvec_set_folio(&vecs[i], folio, PAGE_SIZE, 0);
	bio->bi_vcnt = vcnt;
	bio->bi_iter.bi_size = (vcnt - 1) * folio_size(large) + PAGE_SIZE;
	KUNIT_ASSERT_GT(test, bio->bi_iter.bi_size / PAGE_SIZE, USHRT_MAX);

	PIN(test, folio, 1, FOLL_WRITE);
	copy = user_pin_copy_bio(bio);
	KUNIT_EXPECT_NOT_NULL(test, copy);
	if (copy) {
		unsigned int last = bio->bi_iter.bi_size - PAGE_SIZE;

		KUNIT_EXPECT_EQ(test, bio->bi_vcnt, vcnt);
		EXPECT_BIO(test, bio, 0, folio_page(large, 0), 'l');
		EXPECT_BIO(test, bio, last - 1,
			   folio_page(large, (1 << order) - 1), 'l');
		EXPECT_COPY(test, bio, last, folio_page(folio, 0), 'a');
		user_pin_copy_end(bio, copy);
	}
	KUNIT_EXPECT_PTR_EQ(test, bio->bi_io_vec, vecs);
	put_written(folio, 1);
	bio_uninit(bio);
	folio_put(large);
}

static void *no_element(gfp_t gfp_mask, void *pool_data)
{
	return NULL;
}

static void expect_all_copied(struct kunit *test, struct bio *bio,
			      struct folio *folio)
{
	unsigned int i;

	for (i = 0; i < folio_nr_pages(folio); i++)
		EXPECT_COPY(test, bio, i * PAGE_SIZE, folio_page(folio, i),
			    'a' + i % 26);
}

/* A bio with more pinned pages than the pool has does not wait for itself. */
static void test_copy_beyond_pool(struct kunit *test)
{
	const unsigned int order = ilog2(USER_PIN_COPY_POOL) + 1;
	mempool_t *pool = user_pin_copy_pool;
	struct fixture *fix = test->priv;
	struct user_pin_copy *copy;
	mempool_alloc_t *alloc;
	struct bio_vec *vecs;
	struct folio *folio;
	struct waiter *w;
	struct bio *bio;
	unsigned int i;

	needs_large_folios(test);
	folio = folio_in(test, 0, 0, order);
	KUNIT_ASSERT_NOT_NULL(test, pool);
	bio = kunit_kzalloc(test, sizeof(*bio), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, bio);
	vecs = kunit_kzalloc(test, sizeof(*vecs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vecs);
	bio_init(bio, NULL, vecs, 1, REQ_OP_WRITE);
	KUNIT_ASSERT_TRUE(test, bio_add_folio(bio, folio, folio_size(folio), 0));
	for (i = 0; i < folio_nr_pages(folio); i++)
		memset(folio_address(folio) + i * PAGE_SIZE, 'a' + i % 26,
		       PAGE_SIZE);
	fix->bio = bio;
	PIN(test, folio, 1, FOLL_WRITE);

	/* The allocator has nothing for the pool, which nobody refills. */
	alloc = pool->alloc;
	WRITE_ONCE(pool->alloc, no_element);
	w = start_waiter(test, call_copy, 0);
	KUNIT_EXPECT_EQ(test, asleep(test, w), 0);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 0);
	WRITE_ONCE(pool->alloc, alloc);
	KUNIT_EXPECT_EQ(test, join_waiter(test, w), 0);
	KUNIT_ASSERT_NOT_NULL(test, w->copy);
	expect_all_copied(test, bio, folio);
	user_pin_copy_end(bio, w->copy);
	KUNIT_EXPECT_TRUE(test, mempool_is_saturated(pool));

	/* Without a pool, all pages come from the allocator. */
	WRITE_ONCE(user_pin_copy_pool, NULL);
	copy = user_pin_copy_bio(bio);
	KUNIT_EXPECT_NOT_NULL(test, copy);
	expect_all_copied(test, bio, folio);
	user_pin_copy_end(bio, copy);
	WRITE_ONCE(user_pin_copy_pool, pool);
	KUNIT_EXPECT_TRUE(test, mempool_is_saturated(pool));

	KUNIT_EXPECT_PTR_EQ(test, bio->bi_io_vec, vecs);
	put_written(folio, 1);
	bio_uninit(bio);
}

static void test_end_io(struct bio *bio)
{
	struct completion *done = bio->bi_private;

	complete(done);
}

/* Copies where the mapping needs them; the bio's own end sees its own pages. */
static void test_stabilize_bio(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *folios[BIO_FOLIOS];
	struct completion done;
	struct bio_vec *vecs;
	struct page *page;
	struct bio *bio;

	init_completion(&done);
	bio = bio_of(test, folios);
	bio->bi_end_io = test_end_io;
	bio->bi_private = &done;
	vecs = bio->bi_io_vec;
	page = folio_page(folios[1], 0);
	PIN(test, folios[1], 1, FOLL_WRITE);

	user_pin_stabilize_bio(bio, mapping);
	EXPECT_BIO(test, bio, PAGE_SIZE, page, 'b');
	mapping_set_stable_writes(mapping);
	user_pin_stabilize_bio(bio, mapping);
	EXPECT_BIO(test, bio, 0, folio_page(folios[0], 0), 'a');
	EXPECT_COPY(test, bio, PAGE_SIZE, page, 'b');

	bio->bi_end_io(bio);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	KUNIT_EXPECT_PTR_EQ(test, bio->bi_end_io, &test_end_io);
	KUNIT_EXPECT_PTR_EQ(test, bio->bi_private, &done);
	KUNIT_EXPECT_PTR_EQ(test, bio->bi_io_vec, vecs);
	EXPECT_BIO(test, bio, PAGE_SIZE, page, 'b');

	put_written(folios[1], 1);
	bio_uninit(bio);
}

/* === Everything at once ================================================= */

#define STRESS_FOLIOS	4
#define STRESS_PINNERS	4
#define STRESS_ROUNDS	2000

struct stress {
	struct address_space *mapping;
	struct completion done;
	atomic_t running;
	atomic_t errors;
	atomic_t pins;
	atomic_t orphans;
	bool stop;
};

static void stress_check(struct stress *s, bool good)
{
	if (!good)
		atomic_inc(&s->errors);
}

/*
 * Holds a folio as the page-table lock would: it cannot leave the page cache
 * before the pin is recorded. From then on, whatever the others do, the record
 * must say at least what this task holds.
 */
static void stress_pin(struct stress *s, u32 rnd)
{
	unsigned int flags = rnd & 1 ? FOLL_WRITE : 0;
	unsigned int refs = 1 + (rnd >> 1) % 3;
	struct user_pin_info info;
	struct folio *folio;
	bool attached;
	int i, ret;

	folio = filemap_get_folio(s->mapping, (rnd >> 4) % STRESS_FOLIOS);
	if (IS_ERR(folio))
		return;
	folio_lock(folio);
	attached = folio->mapping == s->mapping;
	ret = attached ? pin(folio, refs, flags) : -EAGAIN;
	folio_unlock(folio);
	folio_put(folio);
	if (!attached)
		return;
	if (ret) {
		stress_check(s, false);
		return;
	}

	atomic_inc(&s->pins);
	for (i = 0; i < 2; i++) {
		if (!user_pin_lookup(folio, &info)) {
			stress_check(s, false);
		} else {
			stress_check(s, info.count >= refs);
			stress_check(s, info.writers <= info.count);
			stress_check(s, !flags || info.writers >= refs);
		}
		if (!((rnd >> 12) % 64))
			schedule_timeout_uninterruptible(1);
		else
			schedule();
	}
	if (!folio->mapping)
		atomic_inc(&s->orphans);
	if (flags && rnd & BIT(30))
		put_user_folio_written(folio, refs);
	else
		put_user_folio(folio, refs);
}

/*
 * As GUP-fast: without a lock, interrupts off, and undone if the folio has left
 * the page cache meanwhile. May find no memory; that is not an error there.
 */
static void stress_pin_fast(struct stress *s, u32 rnd)
{
	struct folio *folio;
	bool attached = false;
	int ret = -EAGAIN;

	folio = filemap_get_folio(s->mapping, (rnd >> 4) % STRESS_FOLIOS);
	if (IS_ERR(folio))
		return;
	local_irq_disable();
	if (folio->mapping == s->mapping) {
		ret = try_grab_folio(folio, 1, FOLL_PIN | FOLL_WRITE);
		attached = READ_ONCE(folio->mapping) == s->mapping;
	}
	local_irq_enable();
	if (!ret) {
		if (attached)
			atomic_inc(&s->pins);
		put_user_folio_written(folio, 1);
	}
	folio_put(folio);
}

static int stress_pinner(void *arg)
{
	struct stress *s = arg;
	struct rnd_state rnd;
	unsigned int i;

	prandom_seed_state(&rnd, current->pid);
	for (i = 0; i < STRESS_ROUNDS; i++) {
		u32 r = prandom_u32_state(&rnd);

		if (r & BIT(31))
			stress_pin_fast(s, r);
		else
			stress_pin(s, r);
		cond_resched();
	}
	if (atomic_dec_and_test(&s->running))
		complete(&s->done);
	return 0;
}

/* Truncates one folio after the other and puts a new one in its place. */
static int stress_truncater(void *arg)
{
	struct stress *s = arg;
	struct folio *folio;
	pgoff_t index = 0;

	while (!READ_ONCE(s->stop)) {
		index = (index + 1) % STRESS_FOLIOS;
		truncate_inode_pages_range(s->mapping, byte(index),
					   byte(index + 1) - 1);
		folio = folio_alloc(GFP_KERNEL | __GFP_ZERO, 0);
		if (folio) {
			if (!filemap_add_folio(s->mapping, folio, index,
					       GFP_KERNEL)) {
				folio_mark_uptodate(folio);
				folio_unlock(folio);
			}
			folio_put(folio);
		}
		if (index)
			schedule();
		else
			schedule_timeout_uninterruptible(1);
	}
	if (atomic_dec_and_test(&s->running))
		complete(&s->done);
	return 0;
}

/* Asks all the questions, and waits up to a deadline that is near. */
static int stress_reader(void *arg)
{
	struct stress *s = arg;
	struct user_pin_cursor cursor;
	struct user_pin_info info;
	pgoff_t index;

	while (!READ_ONCE(s->stop)) {
		index = 0;
		while (user_pin_next(s->mapping, &index, ULONG_MAX, &info))
			stress_check(s, info.index < STRESS_FOLIOS);
		memset(&cursor, 0, sizeof(cursor));
		while (user_pin_next_any(&cursor, &info))
			stress_check(s, info.folio);
		user_pin_range_busy(s->mapping, 0, LLONG_MAX);
		user_pin_wait_range(s->mapping, 0, LLONG_MAX);
		user_pin_wait_sb(s->mapping->host->i_sb);
		cond_resched();
	}
	if (atomic_dec_and_test(&s->running))
		complete(&s->done);
	return 0;
}

static void stress_start(struct kunit *test, struct stress *s,
			 int (*fn)(void *arg))
{
	struct task_struct *task;

	atomic_inc(&s->running);
	task = kthread_run(fn, s, "user_pin_stress");
	if (IS_ERR(task)) {
		atomic_dec(&s->running);
		KUNIT_FAIL(test, "no task");
	}
}

static void stress_join(struct stress *s)
{
	/* The starter counts too, or the first to end could be the last. */
	if (!atomic_dec_and_test(&s->running))
		wait_for_completion(&s->done);
	reinit_completion(&s->done);
	atomic_set(&s->running, 1);
}

/* Pins, releases, truncations and questions against each other. */
static void test_stress(struct kunit *test)
{
	struct address_space *mapping = mapping_of(test, 0);
	struct folio *kept[STRESS_FOLIOS];
	struct stress *s, *background;
	int i;

	s = kunit_kcalloc(test, 2, sizeof(*s), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, s);
	background = s + 1;
	for (i = 0; i < 2; i++) {
		s[i].mapping = mapping;
		init_completion(&s[i].done);
		atomic_set(&s[i].running, 1);
	}
	/* Folios with a pin that stays show what others take away from it. */
	for (i = 0; i < STRESS_FOLIOS; i++) {
		kept[i] = folio_in(test, 0, i, 0);
		PIN(test, kept[i], 1, 0);
	}
	WRITE_ONCE(sysctl_user_pin_wait_ms, 5);

	stress_start(test, background, stress_truncater);
	stress_start(test, background, stress_reader);
	for (i = 0; i < STRESS_PINNERS; i++)
		stress_start(test, s, stress_pinner);
	stress_join(s);
	WRITE_ONCE(background->stop, true);
	stress_join(background);

	KUNIT_EXPECT_EQ(test, atomic_read(&s->errors), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&background->errors), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&s->pins), 0);
	kunit_info(test, "%d pins, %d of them orphaned",
		   atomic_read(&s->pins), atomic_read(&s->orphans));
	for (i = 0; i < STRESS_FOLIOS; i++) {
		/* Untyped releases of writers may have left a writer behind. */
		KUNIT_EXPECT_EQ(test, folio_pin_count(kept[i]), 1);
		KUNIT_EXPECT_TRUE(test, folio_user_pinned(kept[i]));
		put_read(kept[i], 1);
		EXPECT_UNPINNED(test, kept[i]);
	}
	KUNIT_EXPECT_EQ(test, records_left(test), 0);
}

static struct kunit_case user_pin_test_cases[] = {
	KUNIT_CASE_PARAM(test_count, counts_gen_params),
	KUNIT_CASE(test_release_forms),
	KUNIT_CASE(test_untyped_clamp),
	KUNIT_CASE(test_reader_after_writer),
	KUNIT_CASE(test_writer_after_longterm),
	KUNIT_CASE(test_longterm),
	KUNIT_CASE(test_record_fields),
	KUNIT_CASE(test_add_pin),
	KUNIT_CASE(test_large_folio),
	KUNIT_CASE(test_walk),
	KUNIT_CASE(test_false_positive),
	KUNIT_CASE(test_overflow),
	KUNIT_CASE(test_no_mapping),
	KUNIT_CASE(test_no_writeback),
	KUNIT_CASE(test_release_without_record),
	KUNIT_CASE(test_no_memory),
	KUNIT_CASE(test_gup_file),
	KUNIT_CASE(test_gup_no_memory),
	KUNIT_CASE(test_gup_anon),
	KUNIT_CASE(test_gup_shmem),
	KUNIT_CASE(test_gup_lazyfree),
	KUNIT_CASE(test_truncate),
	KUNIT_CASE(test_truncate_and_evict),
	KUNIT_CASE(test_pin_after_truncate),
	KUNIT_CASE(test_release_in_interrupt),
	KUNIT_CASE(test_wake),
	KUNIT_CASE(test_wake_untyped),
	KUNIT_CASE(test_wait_many),
	KUNIT_CASE(test_wait_for_writers_only),
	KUNIT_CASE(test_deadline),
	KUNIT_CASE(test_period_overlap),
	KUNIT_CASE(test_later_periods),
	KUNIT_CASE(test_truncate_wakes),
	KUNIT_CASE(test_kill),
	KUNIT_CASE(test_wait_sb),
	KUNIT_CASE(test_ending),
	KUNIT_CASE(test_sb_busy),
	KUNIT_CASE(test_drain),
	KUNIT_CASE(test_drain_fallocate),
	KUNIT_CASE(test_drain_once),
	KUNIT_CASE(test_skip_writeback),
	KUNIT_CASE(test_must_dirty),
	KUNIT_CASE(test_must_dirty_large),
	KUNIT_CASE(test_refuse_release),
	KUNIT_CASE(test_copy_bio),
	KUNIT_CASE(test_copy_large_bio),
	KUNIT_CASE(test_copy_beyond_pool),
	KUNIT_CASE(test_stabilize_bio),
	KUNIT_CASE(test_stress),
	{}
};

static struct kunit_suite user_pin_test_suite = {
	.name = "user_pin",
	.init = user_pin_test_init,
	.exit = user_pin_test_exit,
	.test_cases = user_pin_test_cases,
};

kunit_test_suite(user_pin_test_suite);

MODULE_DESCRIPTION("KUnit tests for counted pins on user pages");
MODULE_LICENSE("GPL");
