// SPDX-License-Identifier: GPL-2.0
/*
 * user_pin_test.c - pins on file pages: who waits, for how long, what is kept
 *
 * Every test runs on a new file system of each type. Pins are held by FUSE
 * (see fuse_pin.h) and end when the test says so, so "while pinned" is a fact
 * and not a guess about time. That somebody waits, or does not, is read from
 * the tracepoints of the kernel.
 *
 * Tests of the wait itself need vm.user_pin_wait_ms and are skipped without;
 * tests that only look at the data run on every kernel.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <linux/btrfs.h>
#include <linux/fs.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "../kselftest_harness.h"
#include "blockdev.h"
#include "fuse_pin.h"
#include "pattern.h"

#define FILE_SIZE	(1024 * 1024)
#define PIN_OFF		8192	/* the page that gets pinned */
#define WAIT_MS		"/proc/sys/vm/user_pin_wait_ms"
#define T_MAX		"10000"	/* the longest that the kernel accepts */
#define TRACING		"/sys/kernel/tracing"
#define TIMEOUT_S	120

/* === Tracepoints ======================================================== */

struct watch {
	char dir[64];
	int pipe;
};

static int watch_set(struct watch *w, const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", w->dir, name);
	return write_text(path, text);
}

static bool watch_enable(struct watch *w, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "events/user_pin/%s/enable", name);
	return !watch_set(w, path, "1");
}

/* Record the event @name from now on. False: this kernel has no such event. */
static bool watch_start(struct watch *w, const char *name)
{
	char path[160];

	snprintf(w->dir, sizeof(w->dir), TRACING "/instances/user_pin_%d", getpid());
	if (access(TRACING "/instances", F_OK))
		mount("trace", TRACING, "tracefs", 0, NULL);
	rmdir(w->dir);
	if (mkdir(w->dir, 0700))
		return false;
	/* Let poll() return for a single event. */
	watch_set(w, "buffer_percent", "0");
	if (!watch_enable(w, name)) {
		rmdir(w->dir);
		return false;
	}
	snprintf(path, sizeof(path), "%s/trace_pipe", w->dir);
	w->pipe = open(path, O_RDONLY | O_NONBLOCK);
	return w->pipe >= 0;
}

/* Wait up to @ms for an event; its text in @text. 0: none came. */
static int watch_event(struct watch *w, int ms, char *text, size_t size)
{
	struct pollfd p = { .fd = w->pipe, .events = POLLIN };
	ssize_t n;

	for (;;) {
		n = read(w->pipe, text, size - 1);
		if (n > 0) {
			text[n] = '\0';
			return n;
		}
		if (poll(&p, 1, ms) != 1)
			return 0;
	}
}

static bool watch_any(struct watch *w, int ms)
{
	char text[4096];

	return watch_event(w, ms, text, sizeof(text)) > 0;
}

/* How did a wait end? The "ret" of user_pin_wait_end, or 1: no such event. */
static int watch_wait_end(struct watch *w, int ms)
{
	char text[4096], *p;
	int ret = 1;

	while (ret == 1 && watch_event(w, ms, text, sizeof(text))) {
		p = strstr(text, "user_pin_wait_end");
		p = p ? strstr(p, " ret=") : NULL;
		if (p)
			ret = atoi(p + 5);
	}
	return ret;
}

static void watch_stop(struct watch *w)
{
	close(w->pipe);
	rmdir(w->dir);
}

/* === One file system, one file, one pin holder ========================== */

FIXTURE(pin) {
	char mnt[64], file[80], disk[32], dm[32], dev[32];
	char copy[4][32], copy_file[80];
	int nr_copies;
	struct fuse_pin fuse;
	char *map, *want;
	int fd;
};

FIXTURE_VARIANT(pin) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(pin, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(pin, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(pin, btrfs) { .fs = "btrfs" };
FIXTURE_VARIANT_ADD(pin, f2fs) { .fs = "f2fs" };

/* What a fixture below varies. */
struct setting {
	const char *mkfs_options;
	const char *mount_options;	/* or NULL */
	unsigned int write_ms;		/* how long the disk takes for a write */
	bool stable;			/* the disk asks for stable pages */
};

/* NULL, or why the test must be skipped. */
static const char *file_setup(FIXTURE_DATA(pin) *self, const char *fs_name,
			      const struct setting *set)
{
	const struct fs_type *fs = fs_find(fs_name);
	const char *missing = fs_missing(fs);
	char path[64];
	int id = getpid();

	if (geteuid())
		return "needs root";
	if (missing)
		return missing;

	/* Mounts go away with the process, even if it is killed. */
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		bail_out("no mount namespace: %m");
	/* First: its processes must not hold the file that is tested. */
	snprintf(path, sizeof(path), "/tmp/user_pin_fuse_%d", id);
	fuse_pin_open(&self->fuse, path);
	write_text(WAIT_MS, "1000");
	snprintf(self->disk, sizeof(self->disk), "disk%d", id);
	snprintf(self->dm, sizeof(self->dm), "fs%d", id);
	snprintf(self->mnt, sizeof(self->mnt), "/tmp/user_pin_%d", id);
	snprintf(self->file, sizeof(self->file), "%s/file", self->mnt);
	ramdisk_create(self->disk, fs->min_mib);
	snprintf(path, sizeof(path), "/dev/%s", self->disk);
	fs_make(fs, set->mkfs_options, path);
	/* Without a delay it is only there so that the disk can be copied. */
	delay_create(self->dm, self->disk, fs->min_mib, 0, set->write_ms, self->dev);
	if (set->stable)
		queue_set(self->dev, "stable_writes", "1");
	mkdir(self->mnt, 0700);
	if (mount(self->dev, self->mnt, fs->name, 0, set->mount_options))
		bail_out("cannot mount %s: %m", fs->name);

	self->want = aligned_alloc(PAGE, FILE_SIZE);
	fill(self->want, FILE_SIZE, 0, FROM_FILE);
	self->fd = open(self->file, O_RDWR | O_CREAT, 0600);
	if (self->fd < 0 || pwrite(self->fd, self->want, FILE_SIZE, 0) != FILE_SIZE ||
	    syncfs(self->fd))
		bail_out("cannot write the file: %m");
	self->map = map_shared(self->fd, FILE_SIZE, false);
	return NULL;
}

static void file_teardown(FIXTURE_DATA(pin) *self)
{
	int i;

	if (!self->want)
		return;
	fuse_pin_close(&self->fuse);
	rmdir(self->fuse.dir);
	if (self->map)
		munmap(self->map, FILE_SIZE);
	close(self->fd);
	umount2(self->mnt, MNT_DETACH);
	rmdir(self->mnt);
	delay_remove(self->dm);
	ramdisk_remove(self->disk);
	for (i = 0; i < self->nr_copies; i++)
		ramdisk_remove(self->copy[i]);
	write_text(WAIT_MS, "1000");
}

FIXTURE_SETUP(pin)
{
	const char *skip = file_setup(self, variant->fs, &(struct setting){ .mkfs_options = "" });

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(pin)
{
	file_teardown(self);
}

/* T, the longest that anybody waits for pins. */
static bool set_wait_ms(const char *ms)
{
	return !write_text(WAIT_MS, ms);
}

#define NEEDS_WAIT(ms)							\
	do {								\
		if (access(WAIT_MS, F_OK))				\
			SKIP(return, "no vm.user_pin_wait_ms");		\
		ASSERT_TRUE(set_wait_ms(ms));				\
	} while (0)

#define NEEDS_EVENT(w, name)						\
	do {								\
		if (!watch_start(w, name))				\
			SKIP(return, "no tracepoint " name);		\
	} while (0)

/* The whole file against self->want; "" or what is wrong, in a static buffer. */
static const char *compare(const char *path, const char *want, size_t size)
{
	static char text[256];
	char *got = calloc(1, FILE_SIZE), a[17], b[17];
	int fd = open(path, O_RDONLY);
	struct stat st = {};
	size_t off;
	ssize_t n;

	text[0] = '\0';
	if (fd < 0 || fstat(fd, &st)) {
		snprintf(text, sizeof(text), "open: %s", strerror(errno));
		goto out;
	}
	if ((size_t)st.st_size != size) {
		snprintf(text, sizeof(text), "size %lld, not %zu", (long long)st.st_size, size);
		goto out;
	}
	for (off = 0; off < size; off += n) {
		n = pread(fd, got + off, PAGE, off);
		if (n <= 0) {
			snprintf(text, sizeof(text), "read at %zu: %s", off,
				 n ? strerror(errno) : "end of file");
			goto out;
		}
	}
	for (off = 0; off < size; off++) {
		if (got[off] == want[off])
			continue;
		snprintf(text, sizeof(text), "wrong at %zu: read \"%s\", not \"%s\"", off,
			 block_text(got, off, a), block_text(want, off, b));
		break;
	}
out:
	if (fd >= 0)
		close(fd);
	free(got);
	return text;
}

#define ASSERT_SAME(path, size)						\
	ASSERT_STREQ("", compare(path, self->want, size))

/* What a power cut now would leave; look at it with power_cut_compare(). */
#define power_cut()							\
	do {								\
		char *name_ = self->copy[self->nr_copies];		\
									\
		snprintf(name_, 32, "copy%d_%d", getpid(), self->nr_copies++); \
		ramdisk_create(name_, fs_find(variant->fs)->min_mib);	\
		disk_copy(self->disk, name_);				\
	} while (0)

/* Let go of the file and the file system, write everything back. */
#define unmount_all()							\
	do {								\
		ASSERT_EQ(0, munmap(self->map, FILE_SIZE));		\
		self->map = NULL;					\
		ASSERT_EQ(0, close(self->fd));				\
		self->fd = -1;						\
		ASSERT_EQ(0, umount(self->mnt));			\
	} while (0)

#define ASSERT_SAME_AFTER_CUT(nr, size)					\
	do {								\
		char dev_[64];						\
									\
		snprintf(dev_, sizeof(dev_), "/dev/%s", self->copy[nr]); \
		ASSERT_EQ(0, mount(dev_, self->mnt, variant->fs, 0, NULL)); \
		ASSERT_SAME(self->file, size);				\
		ASSERT_EQ(0, umount(self->mnt));			\
	} while (0)

/* After the last word: from the disk, and after a remount. */
#define ASSERT_KEPT(size)						\
	do {								\
		ASSERT_EQ(0, fsync(self->fd));				\
		ASSERT_EQ(0, munmap(self->map, FILE_SIZE));		\
		self->map = NULL;					\
		ASSERT_EQ(0, drop_caches());				\
		ASSERT_SAME(self->file, size);				\
		close(self->fd);					\
		self->fd = -1;						\
		ASSERT_EQ(0, umount(self->mnt));			\
		ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL)); \
		ASSERT_SAME(self->file, size);				\
	} while (0)

/* Something that may wait, in a thread. */
struct job {
	int (*fn)(struct job *job);
	int fd;
	char *addr;
	int ret, err;
	volatile bool done;
	pthread_t thread;
};

static void *job_thread(void *arg)
{
	struct job *j = arg;

	j->ret = j->fn(j);
	j->err = errno;
	j->done = true;
	return NULL;
}

static void job_start(struct job *j, int (*fn)(struct job *job), int fd, char *addr)
{
	*j = (struct job){ .fn = fn, .fd = fd, .addr = addr };
	if (pthread_create(&j->thread, NULL, job_thread, j))
		bail_out("no thread");
}

static int job_end(struct job *j)
{
	pthread_join(j->thread, NULL);
	return j->ret;
}

static int do_fsync(struct job *j)
{
	return fsync(j->fd);
}

static int do_fdatasync(struct job *j)
{
	return fdatasync(j->fd);
}

static int do_msync(struct job *j)
{
	return msync(j->addr, PAGE, MS_SYNC);
}

static unsigned long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

/* === Who waits, and for how long ======================================== */

#define RELEASE_ENDS_WAIT(how)						\
	do {								\
		struct watch w;						\
		struct job j;						\
		struct pin p;						\
									\
		NEEDS_WAIT(T_MAX);					\
		NEEDS_EVENT(&w, "user_pin_wait_begin");			\
		pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE,	\
			  PIN_OFF, PIN_FOR_WRITING);			\
		job_start(&j, how, self->fd, self->map + PIN_OFF);	\
		ASSERT_TRUE(watch_any(&w, 30000));			\
		ASSERT_FALSE(j.done);					\
		ASSERT_TRUE(watch_enable(&w, "user_pin_wait_end"));	\
		ASSERT_EQ(PAGE, pin_end(&p));				\
		ASSERT_EQ(0, job_end(&j));				\
		/* It was the release, not the deadline. */		\
		ASSERT_EQ(0, watch_wait_end(&w, 0));			\
		watch_stop(&w);						\
		/* What came was still in time to be written. */	\
		fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK); \
		power_cut();						\
		unmount_all();						\
		ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);			\
	} while (0)

TEST_F_TIMEOUT(pin, fsync_ends_with_the_pin, TIMEOUT_S)
{
	RELEASE_ENDS_WAIT(do_fsync);
}

TEST_F_TIMEOUT(pin, fdatasync_ends_with_the_pin, TIMEOUT_S)
{
	RELEASE_ENDS_WAIT(do_fdatasync);
}

TEST_F_TIMEOUT(pin, msync_ends_with_the_pin, TIMEOUT_S)
{
	RELEASE_ENDS_WAIT(do_msync);
}

/* The deadline of a pin passes once, for everybody. */
TEST_F_TIMEOUT(pin, fsync_waits_at_most_once, TIMEOUT_S)
{
	unsigned long long start;
	struct watch w;
	struct pin p;

	NEEDS_WAIT("2000");
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	start = now_ms();
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	/* Only a lower bound: a slow machine may take longer. */
	ASSERT_GE(now_ms() - start, 1900);
	ASSERT_TRUE(watch_any(&w, 0));
	self->map[0] = 'x';
	self->want[0] = 'x';
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, msync(self->map + PIN_OFF, PAGE, MS_SYNC));
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&w);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* fsync past the deadline writes the bytes of that moment; the next one the rest. */
#define PAST_DEADLINE_WRITES						\
	do {								\
		struct pin p;						\
		int i;							\
									\
		NEEDS_WAIT("500");					\
		pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE / 2, \
			  PIN_OFF, PIN_FOR_WRITING);			\
		/* Twice: a page that was written must stay able to be written. */ \
		for (i = 0; i < 2; i++) {				\
			fill(self->map + PIN_OFF + PAGE / 2, PAGE / 2, i << 24, \
			     FROM_DIRECT_WRITE);			\
			ASSERT_EQ(0, fsync(self->fd));			\
			ASSERT_FALSE(p.done);				\
			power_cut();					\
		}							\
		ASSERT_EQ(PAGE / 2, pin_end(&p));			\
		ASSERT_EQ(0, fsync(self->fd));				\
		power_cut();						\
									\
		unmount_all();						\
		for (i = 0; i < 3; i++) {				\
			fill(self->want + PIN_OFF + PAGE / 2, PAGE / 2,	\
			     (i ? 1 : 0) << 24, FROM_DIRECT_WRITE);	\
			if (i == 2)					\
				fill(self->want + PIN_OFF, PAGE / 2, PIN_OFF, \
				     FROM_PIN_DISK);			\
			ASSERT_SAME_AFTER_CUT(i, FILE_SIZE);		\
		}							\
	} while (0)

TEST_F_TIMEOUT(pin, fsync_past_deadline_writes, TIMEOUT_S)
{
	PAST_DEADLINE_WRITES;
}

/* The same data, on every kernel: no wait is asked for, only the bytes. */
TEST_F_TIMEOUT(pin, data_after_fsync_while_pinned, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE / 2, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	fill(self->map + PIN_OFF + PAGE / 2, PAGE / 2, 0, FROM_DIRECT_WRITE);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(PAGE / 2, pin_end(&p));
	fill(self->want + PIN_OFF + PAGE / 2, PAGE / 2, 0, FROM_DIRECT_WRITE);
	fill(self->want + PIN_OFF, PAGE / 2, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* Reclaim, of a folio that is mapped as a whole or in two parts. */
#define DATA_AFTER_PAGEOUT(two_tables)					\
	do {								\
		struct pin p;						\
									\
		munmap(self->map, FILE_SIZE);				\
		self->map = map_shared(self->fd, FILE_SIZE, two_tables); \
		pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE,	\
			  PIN_OFF, PIN_FOR_WRITING);			\
		ASSERT_EQ(0, fsync(self->fd));				\
		ASSERT_EQ(0, madvise(self->map, FILE_SIZE, MADV_PAGEOUT)); \
		ASSERT_EQ(PAGE, pin_end(&p));				\
		fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK); \
		ASSERT_KEPT(FILE_SIZE);					\
	} while (0)

TEST_F_TIMEOUT(pin, data_after_pageout_whole, TIMEOUT_S)
{
	DATA_AFTER_PAGEOUT(false);
}

TEST_F_TIMEOUT(pin, data_after_pageout_in_parts, TIMEOUT_S)
{
	DATA_AFTER_PAGEOUT(true);
}

/* A new pin that overlaps the old one does not start the clock again. */
TEST_F_TIMEOUT(pin, overlapping_pins_share_one_deadline, TIMEOUT_S)
{
	struct watch w;
	struct pin a, b;

	NEEDS_WAIT("3000");
	pin_start(&self->fuse, &a, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	sleep_ms(2000);
	pin_start(&self->fuse, &b, self->map + PIN_OFF, PAGE, PIN_OFF + FILE_SIZE,
		  PIN_FOR_WRITING);
	ASSERT_EQ(PAGE, pin_end(&a));
	/* 3.5 s after the first pin, 1.5 s after the second. */
	sleep_ms(1500);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	self->map[PIN_OFF + 1] = 'x';
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(watch_any(&w, 0));
	watch_stop(&w);
	ASSERT_EQ(PAGE, pin_end(&b));
}

/* A gap between two pins does. */
TEST_F_TIMEOUT(pin, pins_with_a_gap_have_two_deadlines, TIMEOUT_S)
{
	struct watch w;
	struct job j;
	struct pin p;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_TRUE(set_wait_ms("100"));
	sleep_ms(200);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_TRUE(set_wait_ms(T_MAX));
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	job_start(&j, do_fsync, self->fd, NULL);
	ASSERT_TRUE(watch_any(&w, 30000));
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, job_end(&j));
	watch_stop(&w);
}

/* Whoever only reads the page delays nobody. */
TEST_F_TIMEOUT(pin, reader_never_delays, TIMEOUT_S)
{
	struct watch w;
	struct pin p;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	self->map[PIN_OFF] = 'x';
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, 0, PIN_FOR_READING);
	self->map[PIN_OFF] = 'y';
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&w);
}

/* A short writer must not make a long reader look like a writer afterwards. */
TEST_F_TIMEOUT(pin, reader_after_writer_never_delays, TIMEOUT_S)
{
	char disk[64];
	struct watch w;
	struct pin p;
	int fd;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, 0, PIN_FOR_READING);
	/* Direct I/O from a fast disk: a writer, gone when read() returns. */
	snprintf(disk, sizeof(disk), "/dev/%s", self->disk);
	fd = open(disk, O_RDONLY | O_DIRECT);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(PAGE, pread(fd, self->map + PIN_OFF, PAGE, 0));
	close(fd);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&w);
}

/* The same if one read pins the page several times, once for each segment. */
TEST_F_TIMEOUT(pin, reader_after_segments_never_delays, TIMEOUT_S)
{
	struct iovec parts[] = {
		{ self->map + PIN_OFF, PAGE / 2 },
		{ self->map + PIN_OFF + PAGE / 2, PAGE / 2 },
	};
	char disk[64];
	struct watch w;
	struct pin p;
	int fd;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, 0, PIN_FOR_READING);
	snprintf(disk, sizeof(disk), "/dev/%s", self->disk);
	fd = open(disk, O_RDONLY | O_DIRECT);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(PAGE, preadv(fd, parts, 2, 0));
	close(fd);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&w);
}

/* A pin on another page of the file matters to fsync, on another file not. */
TEST_F_TIMEOUT(pin, other_files_do_not_wait, TIMEOUT_S)
{
	char path[96];
	struct watch w;
	struct pin p;
	int fd;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	snprintf(path, sizeof(path), "%s/other", self->mnt);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	ASSERT_EQ(PAGE, write(fd, self->want, PAGE));
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(fd));
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	close(fd);
	watch_stop(&w);
}

/* Nobody has to wait for pins that do not exist. */
TEST_F_TIMEOUT(pin, many_mappings_are_no_pin, TIMEOUT_S)
{
	const int nr = 2000;
	int ready[2], go[2], i, n = 0;
	pid_t pid[2000];
	struct watch w;
	char c;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	ASSERT_EQ(0, pipe(ready));
	ASSERT_EQ(0, pipe(go));
	self->map[PIN_OFF] = 'x';
	for (i = 0; i < nr; i++) {
		pid[i] = fork();
		if (!pid[i]) {
			close(go[1]);
			*(volatile char *)(self->map + PIN_OFF);
			if (write(ready[1], "r", 1) == 1 && read(go[0], &c, 1))
				_exit(1);
			_exit(0);
		}
		if (pid[i] < 0)
			break;
		n++;
	}
	for (i = 0; i < n; i++)
		ASSERT_EQ(1, read(ready[0], &c, 1));
	self->map[PIN_OFF] = 'y';
	EXPECT_EQ(nr, n);
	EXPECT_EQ(0, fsync(self->fd));
	EXPECT_FALSE(watch_any(&w, 0));
	close(go[1]);
	for (i = 0; i < n; i++)
		waitpid(pid[i], NULL, 0);
	watch_stop(&w);
}

TEST_F_TIMEOUT(pin, pipe_references_are_no_pin, TIMEOUT_S)
{
	const int per_pipe = 512, nr_pipes = 3;
	struct iovec iov[512];
	int i, p[3][2], t[2];
	struct watch w;
	loff_t off = PIN_OFF;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	for (i = 0; i < per_pipe; i++)
		iov[i] = (struct iovec){ self->map + PIN_OFF, 16 };
	for (i = 0; i < nr_pipes; i++) {
		ASSERT_EQ(0, pipe(p[i]));
		ASSERT_LE(per_pipe * PAGE, fcntl(p[i][1], F_SETPIPE_SZ, per_pipe * PAGE));
	}
	ASSERT_EQ(0, pipe(t));
	ASSERT_LE(per_pipe * PAGE, fcntl(t[1], F_SETPIPE_SZ, per_pipe * PAGE));
	/* 1,024 by vmsplice, 512 by splice, 512 by tee */
	ASSERT_EQ(per_pipe * 16, vmsplice(p[0][1], iov, per_pipe, 0));
	ASSERT_EQ(per_pipe * 16, vmsplice(p[1][1], iov, per_pipe, 0));
	for (i = 0; i < per_pipe; i++, off = PIN_OFF)
		ASSERT_EQ(16, splice(self->fd, &off, p[2][1], NULL, 16, 0));
	ASSERT_EQ(per_pipe * 16, tee(p[0][0], t[1], per_pipe * 16, 0));
	self->map[PIN_OFF] = 'x';
	EXPECT_EQ(0, fsync(self->fd));
	EXPECT_FALSE(watch_any(&w, 0));
	watch_stop(&w);
}

/* Background writeback leaves the page alone, and does not wait either. */
TEST_F_TIMEOUT(pin, background_writeback_skips, TIMEOUT_S)
{
	struct watch skip;
	struct pin p;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&skip, "user_pin_skip");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, sync_file_range(self->fd, 0, 0, SYNC_FILE_RANGE_WRITE));
	ASSERT_TRUE(watch_any(&skip, 0));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&skip);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* === Nobody gets stuck ================================================== */

/* D6: fsync by the task that holds the pin, and ends it only afterwards. */
TEST_F_TIMEOUT(pin, fsync_by_the_holder, TIMEOUT_S)
{
	struct pin p;

	pin_submit(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(PAGE, pin_end(&p));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/*
 * D7, D10: sync with a pin that ends only after it: this process is the FUSE
 * daemon that would have to end it. Everybody else's data is written.
 */
TEST_F_TIMEOUT(pin, sync_does_not_hang, TIMEOUT_S)
{
	char path[96];
	struct pin p;
	int fd;

	snprintf(path, sizeof(path), "%s/other", self->mnt);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(PAGE, write(fd, self->want, PAGE));
	sync();
	ASSERT_FALSE(p.done);
	power_cut();
	ASSERT_EQ(0, syncfs(self->fd));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	close(fd);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
	snprintf(path, sizeof(path), "/dev/%s", self->copy[0]);
	ASSERT_EQ(0, mount(path, self->mnt, variant->fs, 0, NULL));
	snprintf(path, sizeof(path), "%s/other", self->mnt);
	ASSERT_SAME(path, PAGE);
	ASSERT_EQ(0, umount(self->mnt));
}

/* A killed waiter is gone at once, pin or not. */
TEST_F_TIMEOUT(pin, waiter_can_be_killed, TIMEOUT_S)
{
	struct watch w;
	struct pin p;
	int status;
	pid_t pid;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	pid = fork();
	if (!pid) {
		fsync(self->fd);
		_exit(0);
	}
	ASSERT_TRUE(watch_any(&w, 30000));
	ASSERT_TRUE(watch_enable(&w, "user_pin_wait_end"));
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(-EINTR, watch_wait_end(&w, 0));
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	watch_stop(&w);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* Other signals do not interrupt: fsync has no -EINTR. */
TEST_F_TIMEOUT(pin, waiter_ignores_other_signals, TIMEOUT_S)
{
	struct sigaction ign = { .sa_handler = (void (*)(int))getpid };
	struct watch w;
	struct job j;
	struct pin p;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	sigaction(SIGUSR1, &ign, NULL);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	job_start(&j, do_fsync, self->fd, NULL);
	ASSERT_TRUE(watch_any(&w, 30000));
	ASSERT_TRUE(watch_enable(&w, "user_pin_wait_end"));
	ASSERT_EQ(0, pthread_kill(j.thread, SIGUSR1));
	sleep_ms(100);
	ASSERT_FALSE(j.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, job_end(&j));
	ASSERT_EQ(0, watch_wait_end(&w, 0));
	watch_stop(&w);
}

TEST_F_TIMEOUT(pin, freeze_with_a_pin, TIMEOUT_S)
{
	struct pin p;
	int dir;

	dir = open(self->mnt, O_RDONLY);
	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, ioctl(dir, FIFREEZE, 0));
	ASSERT_FALSE(p.done);
	/* The device does not know that the file system is frozen. */
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, ioctl(dir, FITHAW, 0));
	close(dir);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* A pin does not keep the file: unmount ends, and the rest of the file is there. */
TEST_F_TIMEOUT(pin, umount_with_a_pin, TIMEOUT_S)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	unmount_all();
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
}

/* D1: two pinners in opposite order, and fsync all the time. */
TEST_F_TIMEOUT(pin, crossed_pins_and_fsync, TIMEOUT_S)
{
	const off_t a = PIN_OFF, b = PIN_OFF + 16 * PAGE;
	struct pin p[4];
	struct job j;
	int i;

	set_wait_ms("50");
	for (i = 0; i < 5; i++) {
		pin_start(&self->fuse, &p[0], self->map + a, PAGE, a, PIN_FOR_WRITING);
		pin_start(&self->fuse, &p[1], self->map + b, PAGE, b, PIN_FOR_WRITING);
		job_start(&j, do_fsync, self->fd, NULL);
		pin_start(&self->fuse, &p[2], self->map + b, PAGE, b + FILE_SIZE, PIN_FOR_WRITING);
		pin_start(&self->fuse, &p[3], self->map + a, PAGE, a + FILE_SIZE, PIN_FOR_WRITING);
		ASSERT_EQ(0, job_end(&j));
		ASSERT_EQ(PAGE, pin_end(&p[2]));
		ASSERT_EQ(PAGE, pin_end(&p[3]));
		ASSERT_EQ(PAGE, pin_end(&p[0]));
		ASSERT_EQ(PAGE, pin_end(&p[1]));
	}
	fill(self->want + a, PAGE, a, FROM_PIN_DISK);
	fill(self->want + b, PAGE, b, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* D8: direct I/O between a file and a mapping of the same file. */
TEST_F_TIMEOUT(pin, direct_io_into_own_mapping, TIMEOUT_S)
{
	const off_t a = PIN_OFF, b = PIN_OFF + 16 * PAGE;
	int fd = open(self->file, O_RDWR | O_DIRECT);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(PAGE, pread(fd, self->map + a, PAGE, b));
	memcpy(self->want + a, self->want + b, PAGE);
	self->map[a] = 'x';
	self->want[a] = 'x';
	ASSERT_EQ(PAGE, pwrite(fd, self->map + a, PAGE, b + PAGE));
	memcpy(self->want + b + PAGE, self->want + a, PAGE);
	close(fd);
	ASSERT_KEPT(FILE_SIZE);
}

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

/* === Blocks that are smaller than the page that is pinned =============== */

FIXTURE(small_blocks) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(small_blocks) {
	const char *fs, *mkfs_options, *check;
};

FIXTURE_VARIANT_ADD(small_blocks, ext4) {
	.fs = "ext4", .mkfs_options = "-b 1024", .check = "e2fsck -fn",
};

FIXTURE_VARIANT_ADD(small_blocks, xfs) {
	.fs = "xfs", .mkfs_options = "-b size=1024", .check = "xfs_repair -n",
};

FIXTURE_SETUP(small_blocks)
{
	struct setting set = { .mkfs_options = variant->mkfs_options };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(small_blocks)
{
	file_teardown(&self->pin);
}

/* A hole of one block inside the pinned page; the data fills it again. */
static void punch_inside(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			 const FIXTURE_VARIANT(small_blocks) *variant)
{
	struct pin p;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
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
	punch_inside(_metadata, &self->pin, variant);
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
 * the page is there, and the file system is sound.
 */
static void punch_inside_full(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			      const FIXTURE_VARIANT(small_blocks) *variant)
{
	const char *wrong;
	char dev[64];
	struct pin p;
	int err, fd;

	pin_start(&self->fuse, &p, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_WRITING);
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(0, fallocate(self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       PIN_OFF + 1024, 1024));
	wrong = fill_disk(self, variant->fs);
	ASSERT_EQ(NULL, wrong) TH_LOG("%s", wrong);
	ASSERT_FALSE(p.done);
	ASSERT_EQ(PAGE, pin_end(&p));
	ASSERT_EQ(-1, fsync(self->fd));
	err = errno;
	ASSERT_TRUE(err == ENOSPC || err == EIO) TH_LOG("fsync: %s", strerror(err));
	power_cut();
	unmount_all();
	ASSERT_EQ(0, run_cmd("%s %s >/dev/null 2>&1", variant->check, self->dev));

	/* The same for what a power cut would have left. */
	snprintf(dev, sizeof(dev), "/dev/%s", self->copy[0]);
	ASSERT_EQ(0, mount(dev, self->mnt, variant->fs, 0, NULL));
	fd = open(self->file, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(PAGE, pread(fd, self->want + PIN_OFF, PAGE, PIN_OFF));
	close(fd);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_EQ(0, umount(self->mnt));
	ASSERT_EQ(0, run_cmd("%s %s >/dev/null 2>&1", variant->check, dev));
}

TEST_F_TIMEOUT(small_blocks, punch_inside_the_page_disk_full, TIMEOUT_S)
{
	punch_inside_full(_metadata, &self->pin, variant);
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
	PAST_DEADLINE_WRITES;
}

TEST_F_TIMEOUT(options, fsync_past_deadline_writes, TIMEOUT_S)
{
	options_past_deadline(_metadata, &self->pin, variant);
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

TEST_HARNESS_MAIN
