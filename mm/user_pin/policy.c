// SPDX-License-Identifier: GPL-2.0
/*
 * Counted pins on user pages: what the kernel does about a pin.
 *
 * One clock rules all of it. A period with writers has a deadline: its start
 * plus vm.user_pin_wait_ms. Before it, the pin is taken for transient, and
 * whoever needs the folio skips it or waits; after it, the pin counts as
 * long-lived and nobody is held up by it any more. The clock belongs to the
 * record, not to the waiter: one pin delays everybody together once, and pins
 * that overlap without a gap do not restart it. Only what comes after the I/O,
 * user_pin_ending(), is timed by the waiter: that is the kernel's own work.
 *
 * Only writers delay anybody. The source buffer of a direct write, or a page in
 * a pipe, changes nothing that the file system must know.
 *
 * Why a wait here cannot deadlock: it is entered without a folio lock, a journal
 * handle or a page reference, and it ends at the deadline, whatever the holder
 * of the pin is itself waiting for (writeback, a freeze, a daemon in user space,
 * the waiter). An O_SYNC direct write comes here with its inode locked; that is
 * bounded in the same way.
 */
#include <linux/backing-dev.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/sysctl.h>
#include <linux/wait_bit.h>
#include <linux/writeback.h>

#include <trace/events/user_pin.h>

#include "user_pin.h"

/* Milliseconds from the start of a writers' period to its deadline. */
unsigned int sysctl_user_pin_wait_ms __read_mostly = 1000;

/* Well below the 20 s after which the freezer gives up on a waiting task. */
static const unsigned int user_pin_wait_ms_max = 10 * MSEC_PER_SEC;

static struct ctl_table user_pin_sysctls[] = {
	{
		.procname	= "user_pin_wait_ms",
		.data		= &sysctl_user_pin_wait_ms,
		.maxlen		= sizeof(sysctl_user_pin_wait_ms),
		.mode		= 0644,
		.proc_handler	= proc_douintvec_minmax,
		.extra2		= (void *)&user_pin_wait_ms_max,
	},
};

static int __init user_pin_sysctl_init(void)
{
	register_sysctl_init("vm", user_pin_sysctls);
	return 0;
}
late_initcall(user_pin_sysctl_init);

#define trace_info(event, info)						\
	trace_user_pin_##event((info)->folio, (info)->dev, (info)->ino,	\
			       (info)->index, (info)->count,		\
			       (info)->writers, (info)->longterm)

/* Jiffies until @since is vm.user_pin_wait_ms ago; 0 if it is. */
static unsigned long time_since(unsigned long since)
{
	unsigned long t = msecs_to_jiffies(READ_ONCE(sysctl_user_pin_wait_ms));
	unsigned long age = jiffies - since;

	return age < t ? t - age : 0;
}

/*
 * Jiffies until the deadline of the writers' period; 0 if there are no writers,
 * if the deadline has passed, or if all pins say that they are long-term.
 */
static unsigned long time_left(const struct user_pin_info *info)
{
	if (!info->writers || info->longterm == info->count)
		return 0;
	return time_since(info->since);
}

/* === Skipping and refusing ============================================== */

bool __user_pin_skip_writeback(struct folio *folio,
			       const struct writeback_control *wbc)
{
	struct user_pin_info info;

	if (wbc->sync_mode != WB_SYNC_NONE || folio_test_swapbacked(folio))
		return false;
	if (!user_pin_lookup(folio, &info) || !time_left(&info))
		return false;
	trace_info(skip, &info);
	return true;
}
EXPORT_SYMBOL_GPL(__user_pin_skip_writeback);

bool __user_pin_refuse_release(struct folio *folio)
{
	struct user_pin_info info;

	if (folio_test_swapbacked(folio) || !user_pin_lookup(folio, &info) ||
	    !info.writers)
		return false;
	trace_info(refuse, &info);
	return true;
}
EXPORT_SYMBOL_GPL(__user_pin_refuse_release);

/**
 * user_pin_longterm_refused() - tell who was refused a long-term pin
 * @vma: the mapping of a file that is written back
 *
 * Called by mm/gup.c where a long-term pin for writing fails with -EFAULT, so that
 * a user can find out why. The task is in the event, as in every one.
 *
 * Context: mmap_lock held.
 */
void user_pin_longterm_refused(struct vm_area_struct *vma)
{
	struct inode *inode;

	if (!vma->vm_file)
		return;
	inode = file_inode(vma->vm_file);
	trace_user_pin_refuse_longterm(inode->i_sb->s_dev, inode->i_ino,
				       vma->vm_start, vma->vm_end);
}

/**
 * user_pin_range_busy() - is any folio of a file range pinned for writing?
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive
 *
 * Exact for pins taken before the call if the range was write-protected
 * (written back) with write faults shut out, as a layout change does it.
 *
 * Context: Any; does not sleep.
 * Return: true if a writer was found.
 */
bool user_pin_range_busy(struct address_space *mapping, loff_t start,
			 loff_t end)
{
	pgoff_t index = start >> PAGE_SHIFT, last = end >> PAGE_SHIFT;
	struct user_pin_info info;

	/* Pairs with the barrier at the end of user_pin_acquire(). */
	smp_mb();
	while (user_pin_next(mapping, &index, last, &info)) {
		if (info.writers) {
			trace_info(refuse, &info);
			return true;
		}
	}
	return false;
}
EXPORT_SYMBOL_GPL(user_pin_range_busy);

/* === Waiting ============================================================ */

/*
 * Does the writers' period that was found still go on, in the file? A later
 * period on the same folio, or on another one at the same address, has a later
 * start. What is written to a folio that was truncated concerns nobody.
 */
static bool read_period(const struct user_pin_info *was,
			struct user_pin_info *now)
{
	return user_pin_lookup(was->folio, now) && now->attached &&
	       now->writers && now->since == was->since &&
	       now->index == was->index && now->ino == was->ino;
}

static bool same_period(const struct user_pin_info *was)
{
	struct user_pin_info now;

	return read_period(was, &now);
}

/* The same for the pins whose I/O is over and whose page is not dirty yet. */
static bool still_ending(const struct user_pin_info *was)
{
	struct user_pin_info now;

	return user_pin_lookup(was->folio, &now) && now.attached &&
	       now.ending && now.index == was->index && now.ino == was->ino;
}

/* One call of user_pin_wait_range() or user_pin_wait_sb(). */
struct user_pin_wait {
	unsigned long begin;
	dev_t dev;
	unsigned long ino;
	loff_t start;
	loff_t end;
	bool waited;
	int ret;
};

/*
 * Sleeps until @goes_on says no, @left jiffies have passed, or the task is
 * killed; false in the last case. Whatever makes @goes_on say no wakes.
 */
static bool wait_while(struct user_pin_wait *w,
		       const struct user_pin_info *info,
		       bool (*goes_on)(const struct user_pin_info *was),
		       long left)
{
	if (!left) {
		w->ret = -ETIMEDOUT;
		return true;
	}
	if (!w->waited)
		trace_user_pin_wait_begin(w->dev, w->ino, w->start, w->end, 0);
	w->waited = true;
	left = ___wait_var_event(info->folio,
				 ___wait_cond_timeout(!goes_on(info)),
				 TASK_KILLABLE, 0, left,
				 __ret = schedule_timeout(__ret));
	if (left <= 0)
		w->ret = left ? -EINTR : -ETIMEDOUT;
	return left >= 0;
}

/*
 * Wait for the period that was found, if it had begun when the caller came, to
 * its deadline, and for I/O that was over by then to be dirtied. The latter
 * depends on folio locks, which are not held here; should it take longer than
 * vm.user_pin_wait_ms, the caller goes on. False if the task was killed.
 */
static bool wait_period(struct user_pin_wait *w,
			const struct user_pin_info *info)
{
	struct user_pin_info now;

	if (info->ending &&
	    !wait_while(w, info, still_ending, time_since(w->begin)))
		return false;
	if (!info->writers || time_after(info->since, w->begin))
		return true;
	/* A walk reads one count after the other; these belong together. */
	if (!read_period(info, &now))
		return true;
	return wait_while(w, &now, same_period, time_left(&now));
}

static int wait_done(struct user_pin_wait *w)
{
	if (w->waited)
		trace_user_pin_wait_end(w->dev, w->ino, w->start, w->end,
					w->ret);
	return w->ret;
}

/**
 * user_pin_wait_range() - wait for those who write to a file range
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive; nothing is done if it lies before @start
 *
 * Waits until each writers' period that had begun when the call was made has
 * ended or passed its deadline. Later ones are not waited for, so that the
 * whole call takes at most vm.user_pin_wait_ms, however many pins there are.
 * Long-term pins are not waited for at all. Pins whose I/O is over, see
 * user_pin_ending(), are waited for past their deadline, for the same time at
 * most from when the call was made.
 *
 * What comes out is advice: a caller who may not fail, such as fsync(), goes on
 * as it would have without the pin.
 *
 * Context: Process context, sleeps; no locks, no journal handle, no folio
 * references held. The wait is woken by the release and does not poll.
 * Return: 0 if every period that had begun is over, -ETIMEDOUT if a deadline
 * passed or a pin is long-term, -EINTR if the task was killed.
 */
int user_pin_wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	pgoff_t index = start >> PAGE_SHIFT, last = end >> PAGE_SHIFT;
	struct user_pin_wait w = {
		.begin = jiffies,
		.dev = mapping->host->i_sb->s_dev,
		.ino = mapping->host->i_ino,
		.start = start,
		.end = end,
	};
	struct user_pin_info info;

	might_sleep();
	if (end < start)
		return 0;
	while (user_pin_next(mapping, &index, last, &info)) {
		if (!wait_period(&w, &info))
			break;
		cond_resched();
	}
	return wait_done(&w);
}

/**
 * user_pin_wait_sb() - wait for those who write to any file of a file system
 * @sb: the file system, or NULL for all of them
 *
 * What user_pin_wait_range() does, for sync(2) and syncfs(2): once for the
 * whole call, not once for each inode.
 *
 * Context: Process context, sleeps; no locks held, but for s_umount in a freeze.
 * Return: as user_pin_wait_range().
 */
int user_pin_wait_sb(struct super_block *sb)
{
	struct user_pin_wait w = {
		.begin = jiffies,
		.dev = sb ? sb->s_dev : 0,
		.end = LLONG_MAX,
	};
	struct user_pin_cursor cursor = { };
	struct user_pin_info info;

	might_sleep();
	while (user_pin_next_any(&cursor, &info)) {
		if ((!sb || info.dev == w.dev) && !wait_period(&w, &info))
			break;
		/* There may be very many, of other file systems. */
		if (fatal_signal_pending(current)) {
			w.ret = -EINTR;
			break;
		}
		cond_resched();
	}
	return wait_done(&w);
}

/**
 * user_pin_sb_busy() - is any file of a file system pinned for writing?
 * @sb: the file system
 *
 * Exact for pins taken before the call if everything was write-protected (written
 * back) with write faults shut out, or if no file is open for writing any more.
 *
 * Context: Process context.
 * Return: true if a writer was found.
 */
bool user_pin_sb_busy(struct super_block *sb)
{
	struct user_pin_cursor cursor = { };
	struct user_pin_info info;

	/* Pairs with the barrier at the end of user_pin_acquire(). */
	smp_mb();
	while (user_pin_next_any(&cursor, &info)) {
		if (info.writers && info.dev == sb->s_dev) {
			trace_info(refuse, &info);
			return true;
		}
		cond_resched();
	}
	return false;
}

/**
 * user_pin_settle_range() - write a range back, then look for pins
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive; nothing is done if it lies before @start
 *
 * For an operation that cannot go on while a page may still be dirtied without
 * a write fault, and that writes back once more before it changes anything.
 * Writing back write-protects, and waits for the folio lock, which a write fault
 * that has left ->page_mkwrite() holds until its entry is made, if its folio is
 * dirty by then: after this no pin can appear behind the caller's back. To unmap
 * the range instead would miss such a fault. The pins that have ended by now have
 * dirtied their pages, which the second time writes. To look after that would miss
 * a pin that ended in between.
 *
 * Context: Process context, sleeps for the I/O, never for a pin. The locks that
 * shut out write faults are held, and stay so: the inode's and, where faults take
 * it, mapping->invalidate_lock. No folio lock and no journal handle.
 * Return: 0, -EBUSY if a page is pinned for writing, or what
 * filemap_write_and_wait_range() returned.
 */
int user_pin_settle_range(struct address_space *mapping, loff_t start,
			  loff_t end)
{
	int ret;

	if (end < start)
		return 0;
	ret = filemap_write_and_wait_range(mapping, start, end);
	if (ret)
		return ret;
	return user_pin_range_busy(mapping, start, end) ? -EBUSY : 0;
}
EXPORT_SYMBOL_GPL(user_pin_settle_range);

/**
 * user_pin_drain() - wait before a layout change looks again
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive; nothing is waited for if it lies before @start
 * @begin: jiffies when the operation first found a pin
 *
 * For an operation that got -EBUSY from user_pin_settle_range() under its locks
 * and has dropped them. Together the rounds of one operation wait no longer than
 * one waiter would: new pins do not keep it going for ever. What the operation
 * did before it met a pin, such as writing back or waiting for a lock, does not
 * count.
 *
 * Context: Process context, sleeps; no locks held. Freeze protection may be
 * held: freezing waits for the caller, who waits for a bounded time.
 * Return: 0 to look again, -EBUSY if the file stays pinned, -EINTR if killed.
 */
int user_pin_drain(struct address_space *mapping, loff_t start, loff_t end,
		   unsigned long begin)
{
	unsigned long t = msecs_to_jiffies(READ_ONCE(sysctl_user_pin_wait_ms));
	int ret;

	ret = user_pin_wait_range(mapping, start, end);
	if (ret == -ETIMEDOUT || (!ret && time_after(jiffies, begin + t)))
		return -EBUSY;
	return ret;
}
EXPORT_SYMBOL_GPL(user_pin_drain);

/**
 * user_pin_drain_once() - wait before a layout change begins
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive
 *
 * For an operation that waits at its entry, and fails if user_pin_settle_range()
 * finds a pin later. It has one round, and so needs no clock to end it, which
 * may have run on without any pin: for a lock, or for a pin of another file.
 *
 * Context: Process context, sleeps; no locks held but freeze protection.
 * Return: 0, -EBUSY if the file stays pinned, -EINTR if killed.
 */
int user_pin_drain_once(struct address_space *mapping, loff_t start, loff_t end)
{
	int ret = user_pin_wait_range(mapping, start, end);

	return ret == -ETIMEDOUT ? -EBUSY : ret;
}
EXPORT_SYMBOL_GPL(user_pin_drain_once);

/**
 * user_pin_drain_fallocate() - wait before blocks get other offsets
 * @mapping: the file
 * @mode: as fallocate() got it
 * @offset: first byte that is concerned
 *
 * For ->fallocate() of a file system that can collapse and insert ranges, at
 * its entry. user_pin_settle_range() makes sure later, under the locks.
 *
 * Context: Process context, sleeps; no locks held but freeze protection.
 * Return: 0, -EBUSY if the file stays pinned, -EINTR if killed.
 */
int user_pin_drain_fallocate(struct address_space *mapping, int mode,
			     loff_t offset)
{
	if (!(mode & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE)))
		return 0;
	return user_pin_drain_once(mapping, offset, LLONG_MAX);
}
EXPORT_SYMBOL_GPL(user_pin_drain_fallocate);

/**
 * user_pin_shut_out() - leave a range without pins and without dirty pages
 * @mapping: the file
 * @start: first byte
 * @end: last byte, inclusive; nothing is done if it lies before @start
 *
 * user_pin_settle_range() for an operation that does not write back once more
 * itself before it drops the page cache.
 *
 * Context: As user_pin_settle_range().
 * Return: As user_pin_settle_range().
 */
int user_pin_shut_out(struct address_space *mapping, loff_t start, loff_t end)
{
	int ret = user_pin_settle_range(mapping, start, end);

	return ret ?: filemap_write_and_wait_range(mapping, start, end);
}
EXPORT_SYMBOL_GPL(user_pin_shut_out);
