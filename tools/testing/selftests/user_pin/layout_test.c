// SPDX-License-Identifier: GPL-2.0
/*
 * layout_test.c - what a file system does with the blocks of a pinned page
 *
 * Truncation, holes, blocks that move, are shared, are not there yet or are
 * smaller than the page, snapshots, disks that want stable pages, and the mount
 * options that lead through other code. On new file systems, see pinned_file.h.
 *
 * Tests of the wait itself need vm.user_pin_wait_ms and are skipped without;
 * tests that only look at the data run on every kernel.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/btrfs.h>
#include <linux/f2fs.h>
#include <linux/fiemap.h>
#include <linux/fsverity.h>
#include <sys/mman.h>

#include "../kselftest_harness.h"
#include "pinned_file.h"

/* === Truncate and punch ================================================= */

/* The page lies partly inside the new size: that part is kept, the tail is zero. */
TEST_F_TIMEOUT(pin, truncate_through_the_page, TIMEOUT_S)
{
	const size_t size = PIN_OFF + 1024;
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, ftruncate(self->fd, size));
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, fsync(self->fd));
	fill(self->want + PIN_OFF, 1024, PIN_OFF, FROM_PIN_DISK);
	/* What the device wrote behind the end must not come back. */
	memset(self->want + size, 0, PIN_OFF + 2 * PAGE - size);
	ASSERT_EQ(0, ftruncate(self->fd, PIN_OFF + 2 * PAGE));
	ASSERT_KEPT(PIN_OFF + 2 * PAGE);
}

/* The page before the end is pinned, in what may be one large folio. */
TEST_F_TIMEOUT(pin, truncate_behind_the_page, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, ftruncate(self->fd, PIN_OFF + 3 * PAGE));
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(PIN_OFF + 3 * PAGE);
}

/* The page lies outside: it is gone, and stays gone. */
TEST_F_TIMEOUT(pin, truncate_before_the_page, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, ftruncate(self->fd, PAGE));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, ftruncate(self->fd, FILE_SIZE));
	memset(self->want + PAGE, 0, FILE_SIZE - PAGE);
	ASSERT_KEPT(FILE_SIZE);
}

/*
 * The data comes after the hole was made. Like a store to the mapping it may
 * fill the hole again (part of a large folio that stays), or it goes nowhere (a
 * folio that leaves the file); but the whole of it, and everybody sees the same.
 */
TEST_F_TIMEOUT(pin, punch_the_page, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       PIN_OFF, PAGE));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	if (self->map[PIN_OFF])
		fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	else
		memset(self->want + PIN_OFF, 0, PAGE);
	ASSERT_KEPT(FILE_SIZE);
}

/* The hole begins right behind the page, which stays. */
TEST_F_TIMEOUT(pin, punch_behind_the_page, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       PIN_OFF + PAGE, 4 * PAGE));
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	memset(self->want + PIN_OFF + PAGE, 0, 4 * PAGE);
	ASSERT_KEPT(FILE_SIZE);
}

/* The file once more, in folios of one page each. */
static void write_page_by_page(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self)
{
	off_t off;

	ASSERT_EQ(0, ftruncate(self->fd, 0));
	for (off = 0; off < FILE_SIZE; off += PAGE)
		ASSERT_EQ(PAGE, pwrite(self->fd, self->want + off, PAGE, off));
}

/*
 * The hole begins inside the page and ends inside another one. What is beside it
 * stays, in one large folio or in many small ones: the data that comes as well
 * as the bytes that nobody has touched.
 */
static void punch_between(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			  const FIXTURE_VARIANT(pin) *variant, bool page_by_page)
{
	const size_t hole = PIN_OFF + 1536, len = 3 * PAGE;
	struct pin p;

	if (page_by_page)
		write_page_by_page(_metadata, self);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, 1024, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, hole, len));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(1024, pin_end(&p));
	fill(self->want + PIN_OFF, 1024, PIN_OFF, FROM_PIN_DISK);
	memset(self->want + hole, 0, len);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(pin, punch_between_pages, TIMEOUT_S)
{
	punch_between(_metadata, self, variant, false);
}

TEST_F_TIMEOUT(pin, punch_between_small_pages, TIMEOUT_S)
{
	punch_between(_metadata, self, variant, true);
}

/*
 * Something is cloned over the file right behind the page, and then copied behind
 * that: all of it may be in one large folio.
 */
TEST_F_TIMEOUT(pin, clone_behind_the_page, TIMEOUT_S)
{
	const off_t src = FILE_SIZE / 2, behind = PIN_OFF + PAGE;
	const size_t len = 2 * PAGE;
	struct file_clone_range range = {
		.src_fd = self->fd, .src_offset = src, .src_length = len, .dest_offset = behind,
	};
	off_t from = src, to = behind + len;
	struct pin p;

	if (!fs_find(variant->fs)->reflink)
		SKIP(return, "%s: no such operation", variant->fs);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	if (!ioctl(self->fd, FICLONERANGE, &range))
		memcpy(self->want + behind, self->want + src, len);
	else
		ASSERT_EQ(EBUSY, errno);
	ASSERT_EQ(len, copy_file_range(self->fd, &from, self->fd, &to, len, 0));
	memcpy(self->want + behind + len, self->want + src, len);
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

struct dedupe {
	struct file_dedupe_range range;
	struct file_dedupe_range_info info;
};

static int do_dedupe(struct job *j)
{
	return ioctl(j->fd, FIDEDUPERANGE, j->addr);
}

/* Another file with @len bytes of this one. */
static int twin_of(FIXTURE_DATA(pin) *self, off_t off, size_t len)
{
	char path[80];
	int fd;

	snprintf(path, sizeof(path), "%s/twin", self->mnt);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || pwrite(fd, self->want + off, len, 0) != (ssize_t)len || fsync(fd))
		bail_out("no second file: %m");
	return fd;
}

/* The data comes when dedupe has compared that page already, and reads the next one. */
TEST_F_TIMEOUT(pin, dedupe_that_has_compared, TIMEOUT_S)
{
	const size_t len = 2 * PAGE;
	struct dedupe d = {
		.range = { .src_length = len, .dest_count = 1 },
		.info = { .dest_fd = self->fd, .dest_offset = PIN_OFF },
	};
	char page[PAGE];
	struct job job;
	struct pin p;
	int twin;

	if (!fs_find(variant->fs)->reflink)
		SKIP(return, "%s: no such operation", variant->fs);
	twin = twin_of(self, PIN_OFF, len);
	ASSERT_EQ(0, drop_caches());
	/* All of it is in memory but the second page of the other file. */
	ASSERT_EQ(0, posix_fadvise(twin, 0, 0, POSIX_FADV_RANDOM));
	ASSERT_EQ(PAGE, pread(twin, page, PAGE, 0));
	memcpy(page, self->map + PIN_OFF + PAGE, PAGE);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	set_wait_ms(T_MAX);
	ASSERT_EQ(0, dm_suspend(self->dm, true));
	job_start(&job, do_dedupe, twin, (char *)&d);
	job_wait_stuck(&job);
	EXPECT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, dm_suspend(self->dm, false));
	ASSERT_EQ(0, job_end(&job));
	close(twin);
	/* Where late data goes to a new place, it may say that they were the same. */
	EXPECT_TRUE(d.info.status >= 0 || d.info.status == -EBUSY)
		TH_LOG("%s", strerror(-d.info.status));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/*
 * The same, but the data is written back as well before dedupe has read the next
 * page: it must not go on with what it has compared.
 */
static void dedupe_and_writeback(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				 const FIXTURE_VARIANT(pin) *variant, bool source)
{
	const struct fs_type *fs = fs_find(variant->fs);
	const size_t len = 2 * PAGE;
	struct dedupe d = { .range = { .src_length = len, .dest_count = 1 } };
	char page[PAGE], path[80];
	struct job job;
	struct pin p;
	int twin;

	if (!fs->reflink)
		SKIP(return, "%s: no such operation", variant->fs);
	twin = twin_of(self, PIN_OFF, len);
	ASSERT_EQ(0, drop_caches());
	ASSERT_EQ(0, posix_fadvise(twin, 0, 0, POSIX_FADV_RANDOM));
	ASSERT_EQ(PAGE, pread(twin, page, PAGE, 0));
	memcpy(page, self->map + PIN_OFF + PAGE, PAGE);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, syncfs(self->fd));
	set_wait_ms(T_MAX);
	delay_set(self->dm, self->disk, fs->min_mib, 1000, 0);
	d.range.src_offset = source ? PIN_OFF : 0;
	d.info.dest_fd = source ? twin : self->fd;
	d.info.dest_offset = source ? 0 : PIN_OFF;
	job_start(&job, do_dedupe, source ? self->fd : twin, (char *)&d);
	job_wait_stuck(&job);
	EXPECT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, sync_file_range(self->fd, PIN_OFF, PAGE,
				     SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER));
	ASSERT_EQ(0, job_end(&job));
	delay_set(self->dm, self->disk, fs->min_mib, 0, 0);
	EXPECT_TRUE(d.info.status >= 0 || d.info.status == -EBUSY)
		TH_LOG("%s", strerror(-d.info.status));
	close(twin);
	ASSERT_EQ(0, drop_caches());
	snprintf(path, sizeof(path), "%s/twin", self->mnt);
	EXPECT_STREQ("", compare(path, self->want + PIN_OFF, len));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(pin, dedupe_over_a_pinned_page, TIMEOUT_S)
{
	dedupe_and_writeback(_metadata, self, variant, false);
}

TEST_F_TIMEOUT(pin, dedupe_with_a_pinned_page, TIMEOUT_S)
{
	dedupe_and_writeback(_metadata, self, variant, true);
}

/*
 * Something is cloned to far behind the end, which lies in the page. The end may
 * be in a folio of its own.
 */
static void clone_behind_the_end(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				 const FIXTURE_VARIANT(pin) *variant, bool small)
{
	const off_t end = PIN_OFF + 512, behind = PIN_OFF + 4 * PAGE;
	const size_t len = 2 * PAGE;
	struct file_clone_range range = { .src_length = len, .dest_offset = behind };
	size_t size = behind + len;
	off_t from;
	struct pin p;
	int twin;

	if (!fs_find(variant->fs)->reflink)
		SKIP(return, "%s: no such operation", variant->fs);
	twin = twin_of(self, behind, len);
	for (from = small ? 0 : end; from < end; from += PAGE) {
		ASSERT_EQ(0, ftruncate(self->fd, from));
		ASSERT_EQ(PAGE, pwrite(self->fd, self->want + from, PAGE, from));
	}
	ASSERT_EQ(0, ftruncate(self->fd, end));
	memset(self->want + end, 0, behind - end);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, 512, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	range.src_fd = twin;
	if (ioctl(self->fd, FICLONERANGE, &range)) {
		ASSERT_EQ(EBUSY, errno);
		size = end;
	}
	close(twin);
	ASSERT_FALSE(p.done);
	ASSERT_EQ(512, pin_end(&p));
	fill(self->want + PIN_OFF, 512, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(size);
}

TEST_F_TIMEOUT(pin, clone_behind_the_end, TIMEOUT_S)
{
	clone_behind_the_end(_metadata, self, variant, false);
}

TEST_F_TIMEOUT(pin, clone_behind_the_end_in_small_folios, TIMEOUT_S)
{
	clone_behind_the_end(_metadata, self, variant, true);
}

static int do_clone(struct job *j)
{
	return ioctl(j->fd, FICLONERANGE, j->addr);
}

/* A clone waits for who writes to what it clones over, not to what it clones. */
TEST_F_TIMEOUT(pin, clone_of_a_pinned_page, TIMEOUT_S)
{
	const off_t src = FILE_SIZE / 2;
	const size_t len = 4 * PAGE;
	struct file_clone_range range = { .src_length = PAGE, .dest_offset = PIN_OFF };
	struct pin p, q;
	struct job job;
	char *map;
	int twin;

	if (strcmp(variant->fs, "btrfs"))
		SKIP(return, "%s: no such operation, or it waits for both", variant->fs);
	twin = twin_of(self, src, len);
	map = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, twin, 0);
	ASSERT_NE(MAP_FAILED, map);
	range.src_fd = twin;
	set_wait_ms(T_MAX);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	pin_start(&self->fuse, &q, map + PAGE, PAGE, src, PIN_FOR_WRITING);
	job_start(&job, do_clone, self->fd, (char *)&range);
	job_wait_stuck(&job);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, job_end(&job));
	ASSERT_FALSE(q.done);
	ASSERT_EQ(PAGE, pin_end(&q));
	munmap(map, len);
	close(twin);
	memcpy(self->want + PIN_OFF, self->want + src, PAGE);
	ASSERT_KEPT(FILE_SIZE);
}

/* What is written atomically goes to another inode; the pin knows only this one. */
TEST_F_TIMEOUT(pin, atomic_write, TIMEOUT_S)
{
	struct pin p;

	if (strcmp(variant->fs, "f2fs"))
		SKIP(return, "%s: no such operation", variant->fs);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE / 2, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(-1, ioctl(self->fd, F2FS_IOC_START_ATOMIC_WRITE));
	ASSERT_EQ(EBUSY, errno);
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE / 2, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE / 2, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, ioctl(self->fd, F2FS_IOC_START_ATOMIC_WRITE));
	fill(self->want + PIN_OFF + PAGE, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	ASSERT_EQ(PAGE, pwrite(self->fd, self->want + PIN_OFF + PAGE, PAGE, PIN_OFF + PAGE));
	ASSERT_EQ(0, ioctl(self->fd, F2FS_IOC_COMMIT_ATOMIC_WRITE));
	ASSERT_KEPT(FILE_SIZE);
}

/* chattr +j: some bases drop the page cache of the whole file for it. */
TEST_F_TIMEOUT(pin, change_of_journalling, TIMEOUT_S)
{
	struct pin p;
	int flags;

	if (strcmp(variant->fs, "ext4"))
		SKIP(return, "%s: no such operation", variant->fs);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, ioctl(self->fd, FS_IOC_GETFLAGS, &flags));
	flags |= FS_JOURNAL_DATA_FL;
	if (ioctl(self->fd, FS_IOC_SETFLAGS, &flags))
		ASSERT_EQ(EBUSY, errno);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* Online repair of XFS drops the page cache of a file, even if nothing is broken. */
TEST_F_TIMEOUT(pin, repair_of_the_block_map, TIMEOUT_S)
{
	struct {
		__u32 type, flags;
		__u64 ino;
		__u32 gen, agno;
		__u64 reserved[5];
	} arg = { .type = 12 /* data fork */, .flags = 1 /* repair */ };
	struct pin p;
	int err;

	if (strcmp(variant->fs, "xfs"))
		SKIP(return, "%s: no such operation", variant->fs);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	err = ioctl(self->fd, _IOWR('X', 60, typeof(arg)), &arg) ? errno : 0;
	ASSERT_EQ(PAGE, pin_end(&p));
	if (err == ENOTTY || err == EOPNOTSUPP)
		SKIP(return, "no online repair in this kernel");
	EXPECT_TRUE(!err || err == EBUSY) TH_LOG("%s", strerror(err));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* When the data comes, the folio is dirty again, but not where the data is. */
static void write_beside(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 off_t off, size_t len)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, fsync(self->fd));
	fill(self->want + off, len, off, FROM_DIRECT_WRITE);
	ASSERT_EQ(len, pwrite(self->fd, self->want + off, len, off));
	ASSERT_FALSE(p.done);
	/* In the same page, the device was there last. */
	if (off < PIN_OFF + PAGE)
		fill(self->want + off, len, off, FROM_PIN_DISK);
	ASSERT_EQ(PAGE, pin_end(&p));
}

TEST_F_TIMEOUT(pin, write_behind_the_page, TIMEOUT_S)
{
	write_beside(_metadata, self, PIN_OFF + PAGE, PAGE);
	ASSERT_KEPT(FILE_SIZE);
}

/* Blocks do not move under the page: fallocate waits, and gives up in the end. */
static void shift_while_pinned(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			       const FIXTURE_VARIANT(pin) *variant, int mode)
{
	struct pin p;

	NEEDS_WAIT("300");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(-1, fallocate(self->fd, mode, 0, PAGE));
	if (errno == EOPNOTSUPP || errno == EINVAL) {
		ASSERT_EQ(PAGE, pin_end(&p));
		SKIP(return, "%s: no such operation", variant->fs);
	}
	ASSERT_EQ(EBUSY, errno);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, fallocate(self->fd, mode, 0, PAGE));
	ASSERT_EQ(0, ftruncate(self->fd, FILE_SIZE - PAGE));
	if (mode == FALLOC_FL_COLLAPSE_RANGE) {
		memmove(self->want, self->want + PAGE, FILE_SIZE - PAGE);
	} else {
		memmove(self->want + PAGE, self->want, FILE_SIZE - 2 * PAGE);
		memset(self->want, 0, PAGE);
	}
	ASSERT_KEPT(FILE_SIZE - PAGE);
}

TEST_F_TIMEOUT(pin, collapse_range, TIMEOUT_S)
{
	shift_while_pinned(_metadata, self, variant, FALLOC_FL_COLLAPSE_RANGE);
}

TEST_F_TIMEOUT(pin, insert_range, TIMEOUT_S)
{
	shift_while_pinned(_metadata, self, variant, FALLOC_FL_INSERT_RANGE);
}

/*
 * Right behind the page, in folios of one page each: done, or refused with the
 * file as it was, also where the file system needs the block before the range.
 */
static void shift_behind(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 const FIXTURE_VARIANT(pin) *variant, int mode)
{
	const off_t behind = PIN_OFF + PAGE;
	size_t size = FILE_SIZE, rest = FILE_SIZE - behind - PAGE;
	struct pin p;

	write_page_by_page(_metadata, self);
	set_wait_ms("100");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	if (!fallocate(self->fd, mode, behind, PAGE)) {
		size -= PAGE;
		if (mode == FALLOC_FL_COLLAPSE_RANGE) {
			memmove(self->want + behind, self->want + behind + PAGE, rest);
		} else {
			memmove(self->want + behind + PAGE, self->want + behind, rest - PAGE);
			memset(self->want + behind, 0, PAGE);
		}
		ASSERT_EQ(0, ftruncate(self->fd, size));
	} else if (errno == EOPNOTSUPP || errno == EINVAL) {
		ASSERT_EQ(PAGE, pin_end(&p));
		SKIP(return, "%s: no such operation", variant->fs);
	} else {
		ASSERT_EQ(EBUSY, errno);
	}
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(size);
}

TEST_F_TIMEOUT(pin, collapse_behind_the_page, TIMEOUT_S)
{
	shift_behind(_metadata, self, variant, FALLOC_FL_COLLAPSE_RANGE);
}

TEST_F_TIMEOUT(pin, insert_behind_the_page, TIMEOUT_S)
{
	shift_behind(_metadata, self, variant, FALLOC_FL_INSERT_RANGE);
}

static int do_collapse(struct job *j)
{
	return fallocate(j->fd, FALLOC_FL_COLLAPSE_RANGE, PIN_OFF + PAGE, PAGE);
}

/* A short pin in the page before the range is waited for, if it is in the way at all. */
TEST_F_TIMEOUT(pin, collapse_waits_beside_the_page, TIMEOUT_S)
{
	const off_t behind = PIN_OFF + PAGE;
	struct job job;
	struct pin p;

	write_page_by_page(_metadata, self);
	set_wait_ms(T_MAX);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	job_start(&job, do_collapse, self->fd, NULL);
	job_wait_stuck(&job);
	ASSERT_EQ(PAGE, pin_end(&p));
	if (job_end(&job) && (job.err == EOPNOTSUPP || job.err == EINVAL))
		SKIP(return, "%s: no such operation", variant->fs);
	ASSERT_EQ(0, job.ret) TH_LOG("%s", strerror(job.err));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	memmove(self->want + behind, self->want + behind + PAGE, FILE_SIZE - behind - PAGE);
	ASSERT_KEPT(FILE_SIZE - PAGE);
}

/* === Whatever happens beside the page =================================== */

#define AT_RANDOM_MAX	(FILE_SIZE / 4)
#define ROUND_UP(x)	(((x) + PAGE - 1) / PAGE * PAGE)

/* To be in use, or to have no such operation, changes nothing. */
static bool refused(void)
{
	return errno == EBUSY || errno == EOPNOTSUPP || errno == EINVAL;
}

/* A range inside of the file, before or behind the page, often right beside it. */
static size_t beside(size_t size, off_t *off)
{
	off_t start = PIN_OFF + PAGE, end = size;

	if (!(rand() % 3)) {
		start = 0;
		end = PIN_OFF;
	}
	*off = rand() % 3 ? start + rand() % (end - start) : start;
	return rand() % 3 ? 1 + rand() % (end - *off) : end - *off;
}

/* Change the file and self->want alike. False: what must work does not. */
static bool change_at_random(FIXTURE_DATA(pin) *self, int direct, int op)
{
	struct file_clone_range range = { .src_fd = self->fd };
	static char buf[AT_RANDOM_MAX] __attribute__((aligned(PAGE)));
	off_t off, from = rand() % self->size, to, first;
	size_t len = beside(self->size, &off);
	char *want = self->want;
	ssize_t done;

	memset(buf, 'a' + rand() % 26, AT_RANDOM_MAX);
	/* Whole pages of the range, for some. */
	first = ROUND_UP(off);
	range.src_offset = from / PAGE * PAGE;
	range.dest_offset = first;
	range.src_length = first < off + (off_t)len ? (off + len - first) / PAGE * PAGE : 0;
	if (op >= 8 && !range.src_length)
		return true;
	switch (op) {
	case 0:	/* perhaps behind the end */
		if (off > PIN_OFF)
			off += rand() % (AT_RANDOM_MAX - off - len + 1);
		if (off > (off_t)self->size)
			memset(want + self->size, 0, off - self->size);
		memcpy(want + off, buf, len);
		self->size = off + len > self->size ? off + len : self->size;
		return pwrite(self->fd, buf, len, off) == (ssize_t)len;
	case 1:
		memcpy(self->map + off, buf, len);
		memcpy(want + off, buf, len);
		return true;
	case 2:
		memset(want + off, 0, len);
		return !fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off, len);
	case 3:
		memset(want + off, 0, len);
		return !fallocate(self->fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, off, len);
	case 4:
		len = PIN_OFF + PAGE + 1 + rand() % (AT_RANDOM_MAX - PIN_OFF - PAGE);
		if (len > self->size)
			memset(want + self->size, 0, len - self->size);
		self->size = len;
		return !ftruncate(self->fd, len);
	case 5:
		return !fsync(self->fd);
	case 6:
		return !madvise(self->map, self->size, MADV_PAGEOUT) && !drop_caches();
	case 7:
		if (from + len > self->size || (from < off + (off_t)len && off < from + (off_t)len))
			return true;
		to = off;
		done = copy_file_range(self->fd, &(off_t){ from }, self->fd, &to, len, 0);
		memcpy(want + off, want + from, done > 0 ? done : 0);
		return done > 0;
	case 8:
		if (ioctl(self->fd, FICLONERANGE, &range))
			return refused();
		memcpy(want + first, want + range.src_offset, range.src_length);
		return true;
	case 9:
		len = range.src_length;
		memcpy(want + first, buf, len);
		return pwrite(direct, buf, len, first) == (ssize_t)len;
	case 10:
		len = range.src_length;
		if (fallocate(self->fd, FALLOC_FL_COLLAPSE_RANGE, first, len))
			return refused();
		memmove(want + first, want + first + len, self->size - first - len);
		self->size -= len;
		return true;
	default:
		if (self->size + PAGE > AT_RANDOM_MAX)
			return true;
		if (fallocate(self->fd, FALLOC_FL_INSERT_RANGE, first, PAGE))
			return refused();
		memmove(want + first + PAGE, want + first, self->size - first);
		memset(want + first, 0, PAGE);
		self->size += PAGE;
		return true;
	}
}

/* The page is pinned nearly all the time, and its data always comes. */
TEST_F_TIMEOUT(pin, changes_at_random, TIMEOUT_S)
{
	int direct = open(self->file, O_RDWR | O_DIRECT), i, op;
	const char *wrong;
	struct pin p;

	set_wait_ms("20");
	srand(1);
	for (i = 0; i < 150; i++) {
		if (i % 50 == 0) {
			ASSERT_EQ(0, ftruncate(self->fd, AT_RANDOM_MAX));
			if (i)
				memset(self->want + self->size, 0, AT_RANDOM_MAX - self->size);
			self->size = AT_RANDOM_MAX;
		}
		if (i % 10 == 0)
			pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE,
				  PIN_OFF + i * FILE_SIZE, PIN_FOR_WRITING);
		op = rand() % 12;
		ASSERT_TRUE(change_at_random(self, direct, op)) TH_LOG("%d: %d: %m", i, op);
		if (i % 10 == 9) {
			ASSERT_EQ(PAGE, pin_end(&p));
			fill(self->want + PIN_OFF, PAGE, PIN_OFF + i / 10 * 10 * FILE_SIZE,
			     FROM_PIN_DISK);
		}
		wrong = compare(self->file, self->want, self->size);
		ASSERT_STREQ("", wrong) TH_LOG("after %d: %d", i, op);
	}
	close(direct);
	ASSERT_KEPT(self->size);
}

/* === Blocks that change hands =========================================== */

FIXTURE(hands) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(hands) {
	const char *fs, *mkfs, *tune;
	int (*move)(int fd, int other);
};

/* The whole file, to the inode of the boot loader, and the other way round. */
static int swap_boot(int fd, int other)
{
	return ioctl(fd, _IO('f', 17));
}

static int move_range(int fd, int other)
{
	struct f2fs_move_range arg = { .dst_fd = other, .len = FILE_SIZE };

	return ioctl(fd, F2FS_IOC_MOVE_RANGE, &arg);
}

/* Not in the kernel's user space headers. */
struct exchange_range {
	__s32 file1_fd;
	__u32 pad;
	__u64 file1_offset, file2_offset, length, flags;
};

static int exchange_range(int fd, int other)
{
	struct exchange_range arg = { .file1_fd = other, .length = FILE_SIZE };

	if (ftruncate(other, FILE_SIZE))
		return -1;
	return ioctl(fd, _IOW('X', 129, struct exchange_range), &arg);
}

FIXTURE_VARIANT_ADD(hands, ext4_swap_boot) { .fs = "ext4", .move = swap_boot };

FIXTURE_VARIANT_ADD(hands, f2fs_move_range) { .fs = "f2fs", .move = move_range };

/* By the superblock's feature bit: older xfsprogs do not know it. */
FIXTURE_VARIANT_ADD(hands, xfs_exchange_range) {
	.fs = "xfs", .move = exchange_range, .mkfs = "-i nrext64=0",
	.tune = "xfs_db -x -c 'sb 0' -c 'write -d features_incompat 0x4b'",
};

FIXTURE_SETUP(hands)
{
	struct setting set = {
		.mkfs_options = variant->mkfs ? variant->mkfs : "", .tune = variant->tune,
	};
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(hands)
{
	file_teardown(&self->pin);
}

/* Not while a page is pinned: the data would come into nobody's blocks. */
static void refused_while_pinned(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				 const FIXTURE_VARIANT(hands) *variant)
{
	char path[96];
	struct pin p;
	int other;

	set_wait_ms("300");
	snprintf(path, sizeof(path), "%s/other", self->mnt);
	other = open(path, O_RDWR | O_CREAT, 0600);
	ASSERT_LE(0, other);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	EXPECT_EQ(-1, variant->move(self->fd, other));
	EXPECT_EQ(EBUSY, errno);
	ASSERT_EQ(PAGE, pin_end(&p));
	close(other);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(hands, refused_while_pinned, TIMEOUT_S)
{
	refused_while_pinned(_metadata, &self->pin, variant);
}

/* === A file that nobody changes any more ================================ */

FIXTURE(verity) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(verity) {
	const char *fs, *mkfs;
};

FIXTURE_VARIANT_ADD(verity, ext4) { .fs = "ext4", .mkfs = "-O verity" };

FIXTURE_VARIANT_ADD(verity, btrfs) { .fs = "btrfs", .mkfs = "" };

FIXTURE_VARIANT_ADD(verity, f2fs) { .fs = "f2fs", .mkfs = "-O verity" };

FIXTURE_SETUP(verity)
{
	struct setting set = { .mkfs_options = variant->mkfs };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(verity)
{
	file_teardown(&self->pin);
}

/* No mapping, and nobody has it open for writing: hashed, but not while pinned. */
static void enabled_after_the_pin(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				  const FIXTURE_VARIANT(verity) *variant)
{
	struct fsverity_enable_arg arg = {
		.version = 1, .hash_algorithm = FS_VERITY_HASH_ALG_SHA256, .block_size = PAGE,
	};
	struct pin p;
	int err;

	set_wait_ms("300");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, munmap(self->map, FILE_SIZE));
	self->map = NULL;
	close(self->fd);
	self->fd = open(self->file, O_RDONLY);
	ASSERT_LE(0, self->fd);
	err = ioctl(self->fd, FS_IOC_ENABLE_VERITY, &arg) ? errno : 0;
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	EXPECT_EQ(EBUSY, err);
	if (err)
		EXPECT_EQ(0, ioctl(self->fd, FS_IOC_ENABLE_VERITY, &arg));
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(verity, enabled_after_the_pin, TIMEOUT_S)
{
	enabled_after_the_pin(_metadata, &self->pin, variant);
}

/* === Files that are compressed ========================================= */

FIXTURE(compressed) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(compressed) {
	const char *fs, *mkfs, *mount;
};

FIXTURE_VARIANT_ADD(compressed, btrfs) {
	.fs = "btrfs", .mkfs = "", .mount = "compress-force=zstd",
};

FIXTURE_VARIANT_ADD(compressed, f2fs) {
	.fs = "f2fs", .mkfs = "-O extra_attr,compression", .mount = "compress_extension=*",
};

FIXTURE_SETUP(compressed)
{
	struct setting set = { .mkfs_options = variant->mkfs, .mount_options = variant->mount };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(compressed)
{
	file_teardown(&self->pin);
}

/* The extent or cluster that the page is in begins where the file does. */
static bool is_compressed(int fd)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extent;
	} arg = {
		.map = { .fm_length = PIN_OFF + PAGE, .fm_extent_count = 1 },
	};

	return !ioctl(fd, FS_IOC_FIEMAP, &arg) && arg.map.fm_mapped_extents == 1 &&
	       (arg.extent.fe_flags & FIEMAP_EXTENT_ENCODED);
}

/* What a device may change meanwhile is not compressed, nor what is beside it. */
static void not_while_pinned(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			     const FIXTURE_VARIANT(compressed) *variant)
{
	const size_t len = 64 * 1024;
	struct pin p;

	ASSERT_TRUE(is_compressed(self->fd));
	set_wait_ms("300");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	fill(self->want, len, 0, FROM_DIRECT_WRITE);
	ASSERT_EQ(len, pwrite(self->fd, self->want, len, 0));
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(p.done);
	EXPECT_FALSE(is_compressed(self->fd));
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(compressed, not_while_pinned, TIMEOUT_S)
{
	not_while_pinned(_metadata, &self->pin, variant);
}

/*
 * Background writeback leaves pinned pages alone, but not one of a cluster of f2fs.
 * Without its first page, it would start with the cluster again and again; without
 * another, a cluster that is not compressed any more would have a block that is.
 */
static void beside_the_pinned(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			      const FIXTURE_VARIANT(compressed) *variant, off_t off)
{
	bool cut = !strcmp(variant->fs, "f2fs");
	struct watch w;
	struct pin p;

	ASSERT_TRUE(is_compressed(self->fd));
	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_skip");
	pin_start(&self->fuse, &p, self->map + off, PAGE, off, PIN_FOR_WRITING);
	ASSERT_EQ(0, sync_file_range(self->fd, 0, 0, SYNC_FILE_RANGE_WRITE));
	ASSERT_EQ(0, sync_file_range(self->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE));
	EXPECT_LE(watch_count(&w), 1);
	watch_stop(&w);
	if (cut) {
		ASSERT_EQ(0, ioctl(self->fd, F2FS_IOC_WRITE_CHECKPOINT));
		power_cut();
	}
	/* All but the pinned page comes from the disk now. */
	ASSERT_EQ(0, drop_caches());
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + off, PAGE, off, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
	if (!cut)
		return;
	ASSERT_EQ(0, umount(self->mnt));
	fill(self->want + off, PAGE, off, FROM_FILE);
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

TEST_F_TIMEOUT(compressed, beside_the_first_page, TIMEOUT_S)
{
	beside_the_pinned(_metadata, &self->pin, variant, 0);
}

TEST_F_TIMEOUT(compressed, beside_another_page, TIMEOUT_S)
{
	beside_the_pinned(_metadata, &self->pin, variant, PIN_OFF);
}

/* === A cache that may be dropped ======================================== */

FIXTURE(donated) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(donated) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(donated, f2fs) { .fs = "f2fs" };

FIXTURE_SETUP(donated)
{
	struct setting set = { .mkfs_options = "" };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(donated)
{
	file_teardown(&self->pin);
}

/* Its user does not need the cache again, and the administrator takes it back. */
static void taken_back(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
		       const FIXTURE_VARIANT(donated) *variant)
{
	struct pin p;

	set_wait_ms("300");
	ASSERT_EQ(0, posix_fadvise(self->fd, 0, FILE_SIZE, POSIX_FADV_NOREUSE));
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, write_text("/sys/fs/f2fs/tuning/reclaim_caches_kb", "1024"));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(donated, taken_back, TIMEOUT_S)
{
	taken_back(_metadata, &self->pin, variant);
}

/* === Blocks that are smaller than the page that is pinned =============== */

FIXTURE(small_blocks) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(small_blocks) {
	const char *fs, *mkfs_options, *mount_options, *check;
};

FIXTURE_VARIANT_ADD(small_blocks, ext4) {
	.fs = "ext4", .mkfs_options = "-b 1024", .check = "e2fsck -fn",
};

FIXTURE_VARIANT_ADD(small_blocks, ext4_data_journal) {
	.fs = "ext4", .mkfs_options = "-b 1024", .mount_options = "data=journal",
	.check = "e2fsck -fn",
};

FIXTURE_VARIANT_ADD(small_blocks, xfs) {
	.fs = "xfs", .mkfs_options = "-b size=1024", .check = "xfs_repair -n",
};

FIXTURE_SETUP(small_blocks)
{
	struct setting set = {
		.mkfs_options = variant->mkfs_options,
		.mount_options = variant->mount_options,
	};
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(small_blocks)
{
	file_teardown(&self->pin);
}

/*
 * A hole of one block inside the pinned page; the data fills it again. The page
 * may be dirty already when the data is there: for its other blocks.
 */
static void punch_inside(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 const FIXTURE_VARIANT(small_blocks) *variant, bool dirty)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	if (dirty)
		self->map[PIN_OFF + 2048] = 'x';
	ASSERT_EQ(0, fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       PIN_OFF + 1024, 1024));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, fsync(self->fd));
	power_cut();
	unmount_all();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

TEST_F_TIMEOUT(small_blocks, punch_inside_the_page, TIMEOUT_S)
{
	punch_inside(_metadata, &self->pin, variant, false);
}

TEST_F_TIMEOUT(small_blocks, punch_inside_a_dirty_page, TIMEOUT_S)
{
	punch_inside(_metadata, &self->pin, variant, true);
}

static void write_inside(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 const FIXTURE_VARIANT(small_blocks) *variant)
{
	write_beside(_metadata, self, PIN_OFF + 1024, 1024);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(small_blocks, write_inside_the_page, TIMEOUT_S)
{
	write_inside(_metadata, &self->pin, variant);
}

/* Take every block of the disk, and nothing is kept for writeback either. */
static const char *fill_disk(FIXTURE_DATA(pin) *self, const char *fs)
{
	char path[96], block[1024] = "filler";
	off_t size, off = 0;
	int fd, pass;

	if (!strcmp(fs, "ext4")) {
		snprintf(path, sizeof(path), "/sys/fs/ext4/%s/reserved_clusters",
			 strrchr(self->dev, '/') + 1);
		if (write_text(path, "0"))
			return "cannot set reserved_clusters";
	}
	snprintf(path, sizeof(path), "%s/filler", self->mnt);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	if (fd < 0)
		return "cannot create the filler";
	/* Twice: the first time may leave what is only freed by a commit. */
	for (pass = 0; pass < 2; pass++) {
		for (size = 64 << 20; size >= (off_t)sizeof(block); size /= 2)
			while (!fallocate(fd, 0, off, size))
				off += size;
		while (pwrite(fd, block, sizeof(block), off) == sizeof(block))
			off += sizeof(block);
		if (errno != ENOSPC)
			return "the disk does not get full";
		syncfs(fd);
	}
	close(fd);
	return NULL;
}

/*
 * There is no block for the hole any more: fsync must say so. Everything but
 * the block is there, and the file system is sound. With @reserved, the next page
 * waits to be written, and the only blocks that are free are reserved for it.
 */
static void punch_inside_full(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			      const FIXTURE_VARIANT(small_blocks) *variant, bool reserved)
{
	const off_t next = PIN_OFF + PAGE, hole = reserved ? next - 1024 : PIN_OFF + 1024;
	const int punch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	const char *wrong;
	char dev[64];
	struct pin p;
	int err, fd;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, fallocate(self->fd, punch, hole, 1024));
	wrong = fill_disk(self, variant->fs);
	ASSERT_EQ(NULL, wrong) TH_LOG("%s", wrong);
	if (reserved) {
		ASSERT_EQ(0, fallocate(self->fd, punch, next, PAGE));
		ASSERT_EQ(0, syncfs(self->fd));
		fill(self->want + next, PAGE, next, FROM_DIRECT_WRITE);
		ASSERT_EQ(PAGE, pwrite(self->fd, self->want + next, PAGE, next));
	}
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(-1, fsync(self->fd));
	err = errno;
	ASSERT_TRUE(err == ENOSPC || err == EIO) TH_LOG("fsync: %s", strerror(err));
	power_cut();
	unmount_all();
	ASSERT_EQ(0, run_cmd("%s %s >/dev/null 2>&1", variant->check, self->dev));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	memset(self->want + hole, 0, 1024);
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));

	/* A power cut would have left what was there before, or some of this. */
	snprintf(dev, sizeof(dev), "/dev/%s", self->copy[0]);
	ASSERT_EQ(0, mount(dev, self->mnt, variant->fs, 0, NULL));
	fd = open(self->file, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(2 * PAGE, pread(fd, self->want + PIN_OFF, 2 * PAGE, PIN_OFF));
	close(fd);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
	ASSERT_EQ(0, run_cmd("%s %s >/dev/null 2>&1", variant->check, dev));
}

TEST_F_TIMEOUT(small_blocks, punch_inside_the_page_disk_full, TIMEOUT_S)
{
	if (variant->mount_options)
		SKIP(return, "the hole has a block again before the disk is full");
	punch_inside_full(_metadata, &self->pin, variant, false);
}

TEST_F_TIMEOUT(small_blocks, punch_inside_the_page_next_is_reserved, TIMEOUT_S)
{
	if (variant->mount_options)
		SKIP(return, "data=journal reserves nothing");
	if (strcmp(variant->fs, "ext4"))
		SKIP(return, "%s reserves more for a page than its blocks", variant->fs);
	punch_inside_full(_metadata, &self->pin, variant, true);
}

/* === Other ways through the same file systems =========================== */

FIXTURE(options) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(options) {
	const char *fs, *mkfs, *mount;
};

FIXTURE_VARIANT_ADD(options, ext4_data_journal) { .fs = "ext4", .mount = "data=journal" };

FIXTURE_VARIANT_ADD(options, ext4_nodelalloc) { .fs = "ext4", .mount = "nodelalloc" };

FIXTURE_VARIANT_ADD(options, ext4_dioread_lock) { .fs = "ext4", .mount = "dioread_lock" };

FIXTURE_VARIANT_ADD(options, ext4_bigalloc) { .fs = "ext4", .mkfs = "-O bigalloc" };

FIXTURE_VARIANT_ADD(options, ext4_no_extents) { .fs = "ext4", .mkfs = "-O ^extent,^64bit" };

FIXTURE_VARIANT_ADD(options, xfs_no_reflink) { .fs = "xfs", .mkfs = "-m reflink=0" };

FIXTURE_VARIANT_ADD(options, btrfs_nodatacow) { .fs = "btrfs", .mount = "nodatacow" };

FIXTURE_VARIANT_ADD(options, btrfs_compress) { .fs = "btrfs", .mount = "compress-force=zlib" };

FIXTURE_VARIANT_ADD(options, f2fs_lfs) { .fs = "f2fs", .mount = "mode=lfs" };

FIXTURE_SETUP(options)
{
	struct setting set = {
		.mkfs_options = variant->mkfs ? variant->mkfs : "",
		.mount_options = variant->mount,
	};
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(options)
{
	file_teardown(&self->pin);
}

static void options_past_deadline(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				  const FIXTURE_VARIANT(options) *variant)
{
	PAST_DEADLINE_WRITES(PIN_OFF, PAGE / 2, (void)0);
}

TEST_F_TIMEOUT(options, fsync_past_deadline_writes, TIMEOUT_S)
{
	options_past_deadline(_metadata, &self->pin, variant);
}

/* chattr -j. What a pin has dirtied is only written by what journals data. */
static void end_of_journalling(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			       const FIXTURE_VARIANT(options) *variant)
{
	__u32 none = 0;
	struct pin p;
	int flags;

	if (!variant->mount || strcmp(variant->mount, "nodelalloc"))
		SKIP(return, "no journalling of one file's data with these options");
	ASSERT_EQ(0, ioctl(self->fd, FS_IOC_GETFLAGS, &flags));
	flags |= FS_JOURNAL_DATA_FL;
	ASSERT_EQ(0, ioctl(self->fd, FS_IOC_SETFLAGS, &flags));
	set_wait_ms("50");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	/* To the journal, and out of the journal to its place. */
	ASSERT_EQ(0, syncfs(self->fd));
	ASSERT_EQ(0, ioctl(self->fd, _IOW('f', 43, __u32), &none));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	flags &= ~FS_JOURNAL_DATA_FL;
	ASSERT_EQ(0, ioctl(self->fd, FS_IOC_SETFLAGS, &flags));
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(options, end_of_journalling, TIMEOUT_S)
{
	end_of_journalling(_metadata, &self->pin, variant);
}

/* === What is there of the page before it is pinned ====================== */

FIXTURE(blocks) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(blocks) {
	const char *fs;
	enum blocks blocks;
	off_t off;
	size_t size;
};

FIXTURE_VARIANT_ADD(blocks, ext4_hole) { .fs = "ext4", .off = PIN_OFF, .blocks = HOLE };

FIXTURE_VARIANT_ADD(blocks, xfs_hole) { .fs = "xfs", .off = PIN_OFF, .blocks = HOLE };

FIXTURE_VARIANT_ADD(blocks, btrfs_hole) { .fs = "btrfs", .off = PIN_OFF, .blocks = HOLE };

FIXTURE_VARIANT_ADD(blocks, f2fs_hole) { .fs = "f2fs", .off = PIN_OFF, .blocks = HOLE };

FIXTURE_VARIANT_ADD(blocks, ext4_unwritten) { .fs = "ext4", .off = PIN_OFF, .blocks = UNWRITTEN };

FIXTURE_VARIANT_ADD(blocks, xfs_unwritten) { .fs = "xfs", .off = PIN_OFF, .blocks = UNWRITTEN };

FIXTURE_VARIANT_ADD(blocks, btrfs_unwritten) { .fs = "btrfs", .off = PIN_OFF, .blocks = UNWRITTEN };

FIXTURE_VARIANT_ADD(blocks, f2fs_unwritten) { .fs = "f2fs", .off = PIN_OFF, .blocks = UNWRITTEN };

FIXTURE_VARIANT_ADD(blocks, ext4_not_yet) { .fs = "ext4", .off = PIN_OFF, .blocks = NOT_YET };

FIXTURE_VARIANT_ADD(blocks, xfs_not_yet) { .fs = "xfs", .off = PIN_OFF, .blocks = NOT_YET };

FIXTURE_VARIANT_ADD(blocks, btrfs_not_yet) { .fs = "btrfs", .off = PIN_OFF, .blocks = NOT_YET };

FIXTURE_VARIANT_ADD(blocks, f2fs_not_yet) { .fs = "f2fs", .off = PIN_OFF, .blocks = NOT_YET };

FIXTURE_VARIANT_ADD(blocks, xfs_cloned) { .fs = "xfs", .off = PIN_OFF, .blocks = CLONED };

FIXTURE_VARIANT_ADD(blocks, btrfs_cloned) { .fs = "btrfs", .off = PIN_OFF, .blocks = CLONED };

/* The file ends inside the page. */
FIXTURE_VARIANT_ADD(blocks, ext4_end) { .fs = "ext4", .off = PIN_OFF, .size = PIN_OFF + 1024 };

FIXTURE_VARIANT_ADD(blocks, xfs_end) { .fs = "xfs", .off = PIN_OFF, .size = PIN_OFF + 1024 };

FIXTURE_VARIANT_ADD(blocks, btrfs_end) { .fs = "btrfs", .off = PIN_OFF, .size = PIN_OFF + 1024 };

FIXTURE_VARIANT_ADD(blocks, f2fs_end) { .fs = "f2fs", .off = PIN_OFF, .size = PIN_OFF + 1024 };

FIXTURE_VARIANT_ADD(blocks, ext4_end_not_yet) {
	.fs = "ext4", .off = PIN_OFF, .size = PIN_OFF + 1024, .blocks = NOT_YET,
};

FIXTURE_VARIANT_ADD(blocks, xfs_end_not_yet) {
	.fs = "xfs", .off = PIN_OFF, .size = PIN_OFF + 1024, .blocks = NOT_YET,
};

FIXTURE_VARIANT_ADD(blocks, btrfs_end_not_yet) {
	.fs = "btrfs", .off = PIN_OFF, .size = PIN_OFF + 1024, .blocks = NOT_YET,
};

FIXTURE_VARIANT_ADD(blocks, f2fs_end_not_yet) {
	.fs = "f2fs", .off = PIN_OFF, .size = PIN_OFF + 1024, .blocks = NOT_YET,
};

/*
 * So small that it has no blocks: its data is beside its inode. Not on ext4: with
 * inline_data, a store to a mapping and fsync do not survive a power cut there
 * even if nothing is pinned (the block is journalled as it was before).
 */
FIXTURE_VARIANT_ADD(blocks, btrfs_inside) { .fs = "btrfs", .off = 0, .size = 1024 };

FIXTURE_VARIANT_ADD(blocks, f2fs_inside) { .fs = "f2fs", .off = 0, .size = 1024 };

FIXTURE_SETUP(blocks)
{
	struct setting set = {
		.mkfs_options = "",
		.blocks = variant->blocks,
		.size = variant->size,
	};
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(blocks)
{
	file_teardown(&self->pin);
}

/* Written while pinned, and reclaimed as far as it goes, more than once. */
static void blocks_past_deadline(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				 const FIXTURE_VARIANT(blocks) *variant)
{
	char clone[80], *old;

	PAST_DEADLINE_WRITES(variant->off, 512, {
		ASSERT_EQ(0, madvise(self->map, FILE_SIZE, MADV_PAGEOUT));
		ASSERT_EQ(0, drop_caches());
	});
	if (variant->blocks != CLONED)
		return;
	/* The other file has not heard of it. */
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	old = malloc(self->size);
	fill(old, self->size, 0, FROM_FILE);
	snprintf(clone, sizeof(clone), "%s/clone", self->mnt);
	ASSERT_STREQ("", compare(clone, old, self->size));
	free(old);
}

TEST_F_TIMEOUT(blocks, fsync_past_deadline_writes, TIMEOUT_S)
{
	blocks_past_deadline(_metadata, &self->pin, variant);
}

/* === A slow disk that needs pages which do not change under I/O ========= */

FIXTURE(stable) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(stable) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(stable, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(stable, xfs) { .fs = "xfs" };

FIXTURE_SETUP(stable)
{
	struct setting set = { .mkfs_options = "", .write_ms = 2000, .stable = true };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(stable)
{
	file_teardown(&self->pin);
}

/*
 * The holder writes while the page is on its way to the disk. What arrives is
 * the page as it was when writeback began, and the rest follows.
 */
static void write_during_writeback(struct __test_metadata *_metadata,
				   FIXTURE_DATA(pin) *self,
				   const FIXTURE_VARIANT(stable) *variant)
{
	struct watch w;
	struct job sync;
	struct pin p;

	NEEDS_WAIT("50");
	NEEDS_EVENT(&w, "user_pin_copy");
	fill(self->map + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	job_start(&sync, do_fsync, self->fd, NULL);
	/* The copy is made when the write is submitted. */
	EXPECT_TRUE(watch_any(&w, TIMEOUT_S * 500));
	watch_stop(&w);
	while (!sync.done && !delayed_writes(self->dm))
		usleep(10000);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_LT(0, delayed_writes(self->dm));
	ASSERT_EQ(0, job_end(&sync));
	power_cut();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

TEST_F_TIMEOUT(stable, write_during_writeback, TIMEOUT_S)
{
	write_during_writeback(_metadata, &self->pin, variant);
}

/* === A journal for the data, on a slow disk ============================= */

FIXTURE(journal) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(journal) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(journal, ext4) { .fs = "ext4" };

FIXTURE_SETUP(journal)
{
	struct setting set = {
		/* Nothing is written but what fsync asks for. */
		.mkfs_options = "-E lazy_itable_init=0",
		.mount_options = "data=journal,commit=300", .write_ms = 2000,
	};
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(journal)
{
	file_teardown(&self->pin);
}

/*
 * The holder writes while the block is on its way to the journal. It must match its
 * checksum there, or nothing of this commit is found after a power cut.
 */
static void write_during_commit(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				const FIXTURE_VARIANT(journal) *variant)
{
	char dev[64], page[PAGE];
	struct job sync;
	struct pin p;
	int fd;

	set_wait_ms("50");
	fill(self->map + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	job_start(&sync, do_fsync, self->fd, NULL);
	while (!sync.done && !delayed_writes(self->dm))
		usleep(10000);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_LT(0, delayed_writes(self->dm));
	ASSERT_EQ(0, job_end(&sync));
	power_cut();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));

	/* Which of the two it is depends on the commit that fsync waited for. */
	snprintf(dev, sizeof(dev), "/dev/%s", self->copy[0]);
	ASSERT_EQ(0, mount(dev, self->mnt, variant->fs, 0, NULL)) TH_LOG("mount: %m");
	fd = open(self->file, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(PAGE, pread(fd, page, PAGE, PIN_OFF));
	close(fd);
	if (memcmp(page, self->want + PIN_OFF, PAGE))
		fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
}

TEST_F_TIMEOUT(journal, write_during_commit, TIMEOUT_S)
{
	write_during_commit(_metadata, &self->pin, variant);
}

/*
 * A commit looks at the dirty pages between the first and the last one of its own. What
 * a pin has dirtied may be among them, and is in no journal yet.
 */
static void commit_around_late_data(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				    const FIXTURE_VARIANT(journal) *variant)
{
	const off_t around[] = { PIN_OFF - PAGE, PIN_OFF + PAGE };
	__u32 flags = 0;
	struct pin p;

	set_wait_ms("50");
	delay_set(self->dm, self->disk, fs_find(variant->fs)->min_mib, 0, 0);
	fill(self->map + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	/* To the journal, and out of the journal to its place. */
	ASSERT_EQ(0, syncfs(self->fd));
	ASSERT_EQ(0, ioctl(self->fd, _IOW('f', 43, __u32), &flags));
	for (int i = 0; i < 2; i++) {
		fill(self->map + around[i], PAGE, around[i], FROM_DIRECT_WRITE);
		fill(self->want + around[i], PAGE, around[i], FROM_DIRECT_WRITE);
	}
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, fsync(self->fd));
	power_cut();
	ASSERT_KEPT(FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

TEST_F_TIMEOUT(journal, commit_around_late_data, TIMEOUT_S)
{
	commit_around_late_data(_metadata, &self->pin, variant);
}

/* === Blocks that are written in place =================================== */

FIXTURE(in_place) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(in_place) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(in_place, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(in_place)
{
	struct setting set = { .mkfs_options = "", .mount_options = "nodatacow" };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(in_place)
{
	file_teardown(&self->pin);
}

/*
 * What write() has taken must be in its place before a clone shares the extent: for
 * a copy there may be no room then.
 */
static void clone_of_a_pinned_file(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
				   const FIXTURE_VARIANT(in_place) *variant)
{
	const off_t beside = PIN_OFF + 1024;
	struct file_clone_range range = {
		.src_fd = self->fd, .src_offset = FILE_SIZE / 2, .src_length = 16 * PAGE,
	};
	char path[80];
	struct pin p;
	int fd;

	snprintf(path, sizeof(path), "%s/clone", self->mnt);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	ASSERT_LE(0, fd);
	set_wait_ms("50");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, 512, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	set_wait_ms(T_MAX);
	fill(self->want + beside, 512, beside, FROM_DIRECT_WRITE);
	ASSERT_EQ(512, pwrite(self->fd, self->want + beside, 512, beside));
	ASSERT_EQ(0, ioctl(fd, FICLONERANGE, &range));
	close(fd);
	ASSERT_EQ(0, sync_file_range(self->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE));
	power_cut();
	ASSERT_FALSE(p.done);
	ASSERT_EQ(512, pin_end(&p));
	unmount_all();
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
	fill(self->want + PIN_OFF, 512, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
}

TEST_F_TIMEOUT(in_place, clone_of_a_pinned_file, TIMEOUT_S)
{
	clone_of_a_pinned_file(_metadata, &self->pin, variant);
}

/* === Blocks that the file system moves itself =========================== */

FIXTURE(moved) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(moved) {
	const char *fs, *mount;
	int (*move)(int fd);
};

/* Compressed, for what is in one piece is left alone. */
static int defragment(int fd)
{
	struct btrfs_ioctl_defrag_range_args arg = {
		.len = FILE_SIZE,
		.flags = BTRFS_DEFRAG_RANGE_COMPRESS | BTRFS_DEFRAG_RANGE_START_IO,
		.compress_type = 1,
	};

	return ioctl(fd, BTRFS_IOC_DEFRAG_RANGE, &arg);
}

static int balance(int fd)
{
	struct btrfs_ioctl_balance_args arg = { .flags = BTRFS_BALANCE_DATA };

	return ioctl(fd, BTRFS_IOC_BALANCE_V2, &arg);
}

FIXTURE_VARIANT_ADD(moved, btrfs_defragment) { .fs = "btrfs", .move = defragment };

FIXTURE_VARIANT_ADD(moved, btrfs_balance) { .fs = "btrfs", .move = balance };

FIXTURE_VARIANT_ADD(moved, btrfs_balance_nodatacow) {
	.fs = "btrfs", .mount = "nodatacow", .move = balance,
};

FIXTURE_SETUP(moved)
{
	struct setting set = { .mkfs_options = "", .mount_options = variant->mount };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(moved)
{
	file_teardown(&self->pin);
}

/* Where the file system has the pinned page, in bytes; 0 if that is not known. */
static __u64 place(int fd)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extent;
	} arg = {
		.map = { .fm_start = PIN_OFF, .fm_length = PAGE, .fm_extent_count = 1 },
	};

	if (ioctl(fd, FS_IOC_FIEMAP, &arg) || arg.map.fm_mapped_extents != 1)
		return 0;
	return arg.extent.fe_physical + PIN_OFF - arg.extent.fe_logical;
}

/* What is written late is written to the new place. */
static void moved_while_pinned(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			       const FIXTURE_VARIANT(moved) *variant)
{
	struct pin p;
	__u64 from;

	set_wait_ms("50");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, syncfs(self->fd));
	from = place(self->fd);
	ASSERT_NE(0, from);
	ASSERT_EQ(0, variant->move(self->fd)) TH_LOG("%m");
	ASSERT_EQ(0, syncfs(self->fd));
	ASSERT_NE(from, place(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(moved, moved_while_pinned, TIMEOUT_S)
{
	moved_while_pinned(_metadata, &self->pin, variant);
}

/* === Snapshots ========================================================== */

FIXTURE(snapshot) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(snapshot) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(snapshot, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(snapshot)
{
	struct setting set = { .mkfs_options = "" };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(snapshot)
{
	file_teardown(&self->pin);
}

/* What was dirty when the snapshot was made is in it, pinned or not. */
static void snapshot_has_all(struct __test_metadata *_metadata,
			     FIXTURE_DATA(pin) *self,
			     const FIXTURE_VARIANT(snapshot) *variant)
{
	struct btrfs_ioctl_vol_args arg = { .name = "snap" };
	char path[128];
	struct pin p;
	int dir;

	NEEDS_WAIT(T_MAX);
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_GE(dir, 0);
	fill(self->map + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	arg.fd = dir;
	ASSERT_EQ(0, ioctl(dir, BTRFS_IOC_SNAP_CREATE, &arg));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	close(dir);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_DIRECT_WRITE);
	snprintf(path, sizeof(path), "%s/snap/file", self->mnt);
	ASSERT_SAME(path, FILE_SIZE);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(snapshot, snapshot_has_all, TIMEOUT_S)
{
	snapshot_has_all(_metadata, &self->pin, variant);
}

/* So is what came through a pin since it was written back. */
static void snapshot_has_late_data(struct __test_metadata *_metadata,
				   FIXTURE_DATA(pin) *self,
				   const FIXTURE_VARIANT(snapshot) *variant)
{
	struct btrfs_ioctl_vol_args arg = { .name = "snap" };
	char path[128];
	struct pin p;
	int dir;

	set_wait_ms("300");
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_GE(dir, 0);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	arg.fd = dir;
	ASSERT_EQ(0, ioctl(dir, BTRFS_IOC_SNAP_CREATE, &arg));
	close(dir);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	snprintf(path, sizeof(path), "%s/snap/file", self->mnt);
	ASSERT_SAME(path, FILE_SIZE);
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(snapshot, snapshot_has_late_data, TIMEOUT_S)
{
	snapshot_has_late_data(_metadata, &self->pin, variant);
}

/*
 * Writeback of late data finds no room in a qgroup, while the file has other
 * data that waits to be written: it must not wait for its own writeback.
 */
static void at_the_quota(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 const FIXTURE_VARIANT(snapshot) *variant)
{
	const off_t later = FILE_SIZE / 2;
	struct pin p;

	ASSERT_EQ(0, run_cmd("btrfs quota enable %s", self->mnt));
	/* The limit is lifted through a subvolume that it does not hold for. */
	ASSERT_EQ(0, run_cmd("btrfs subvolume create %s/sub > /dev/null", self->mnt));
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	fill(self->want + later, PAGE, later, FROM_DIRECT_WRITE);
	ASSERT_EQ(PAGE, pwrite(self->fd, self->want + later, PAGE, later));
	ASSERT_EQ(0, run_cmd("btrfs qgroup limit 64K 0/5 %s/sub", self->mnt));
	ASSERT_EQ(PAGE, pin_end(&p));
	/* It ends: with the data on disk, or with an error, and who knows then. */
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	if (fsync(self->fd)) {
		ASSERT_TRUE(errno == EDQUOT || errno == EIO);
		ASSERT_EQ(0, madvise(self->map, FILE_SIZE, MADV_DONTNEED));
		ASSERT_EQ(0, drop_caches());
		ASSERT_EQ(PAGE, pread(self->fd, self->want + PIN_OFF, PAGE, PIN_OFF));
	}
	ASSERT_EQ(0, run_cmd("btrfs qgroup limit none 0/5 %s/sub", self->mnt));
	ASSERT_KEPT(FILE_SIZE);
}

TEST_F_TIMEOUT(snapshot, at_the_quota, TIMEOUT_S)
{
	at_the_quota(_metadata, &self->pin, variant);
}

TEST_HARNESS_MAIN
