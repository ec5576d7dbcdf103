/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pinned_file.h - a new file system, a mapped file on it, and a holder of pins
 *
 * Pins are held by FUSE (see fuse_pin.h) and end when the test says so, so
 * "while pinned" is a fact and not a guess about time. Include it after the
 * harness.
 */
#ifndef USER_PIN_PINNED_FILE_H
#define USER_PIN_PINNED_FILE_H

#include <linux/fs.h>
#include <sched.h>
#include <sys/mman.h>

#include "blockdev.h"
#include "fuse_pin.h"
#include "pattern.h"
#include "watch.h"

#define FILE_SIZE	(1024 * 1024)
#define PIN_OFF		8192	/* the page that gets pinned */
#define WAIT_MS		"/proc/sys/vm/user_pin_wait_ms"
#define T_MAX		"10000"	/* the longest that the kernel accepts */
#define TIMEOUT_S	120

FIXTURE(pin) {
	char mnt[64], file[80], disk[32], dm[32], dev[32];
	char copy[4][32], copy_file[80];
	int nr_copies;
	struct fuse_pin fuse;
	char *map, *want;
	size_t size;
	int fd;
};

FIXTURE_VARIANT(pin) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(pin, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(pin, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(pin, btrfs) { .fs = "btrfs" };
FIXTURE_VARIANT_ADD(pin, f2fs) { .fs = "f2fs" };

/* What the file system has of the page that gets pinned. */
enum blocks {
	WRITTEN,
	HOLE,
	UNWRITTEN,	/* allocated, but never written */
	NOT_YET,	/* dirty, and its blocks are not allocated */
	CLONED,		/* shared with another file, "clone" */
};

/* What a fixture varies. */
struct setting {
	const char *mkfs_options;
	const char *tune;		/* command after mkfs, followed by the device; or NULL */
	const char *mount_options;	/* or NULL */
	unsigned int write_ms;		/* how long the disk takes for a write */
	bool stable;			/* the disk asks for stable pages */
	enum blocks blocks;
	size_t size;			/* of the file; 0: FILE_SIZE */
};

static inline int file_write(FIXTURE_DATA(pin) *self, enum blocks blocks)
{
	char clone[80];
	int fd;

	switch (blocks) {
	case HOLE:
		return ftruncate(self->fd, self->size) || syncfs(self->fd);
	case UNWRITTEN:
		return fallocate(self->fd, 0, 0, self->size) || syncfs(self->fd);
	default:
		break;
	}
	fill(self->want, self->size, 0, FROM_FILE);
	if (pwrite(self->fd, self->want, self->size, 0) != (ssize_t)self->size)
		return -1;
	if (blocks == NOT_YET)
		return 0;
	if (syncfs(self->fd) || blocks != CLONED)
		return 0;
	snprintf(clone, sizeof(clone), "%s/clone", self->mnt);
	fd = open(clone, O_RDWR | O_CREAT, 0600);
	return fd < 0 || ioctl(fd, FICLONE, self->fd) || fsync(fd) || close(fd);
}

/* NULL, or why the test must be skipped. */
static inline const char *file_setup(FIXTURE_DATA(pin) *self, const char *fs_name,
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
	if (set->tune && run_cmd("%s %s >/dev/null 2>&1", set->tune, path))
		bail_out("%s failed", set->tune);
	/* Without a delay it is only there so that the disk can be copied. */
	delay_create(self->dm, self->disk, fs->min_mib, 0, set->write_ms, self->dev);
	if (set->stable)
		queue_set(self->dev, "stable_writes", "1");
	mkdir(self->mnt, 0700);
	if (mount(self->dev, self->mnt, fs->name, 0, set->mount_options))
		bail_out("cannot mount %s: %m", fs->name);

	self->size = set->size ? set->size : FILE_SIZE;
	self->want = calloc(1, FILE_SIZE);
	self->fd = open(self->file, O_RDWR | O_CREAT, 0600);
	if (self->fd < 0 || file_write(self, set->blocks))
		bail_out("cannot write the file: %m");
	self->map = map_shared(self->fd, FILE_SIZE, false);
	return NULL;
}

static inline void file_teardown(FIXTURE_DATA(pin) *self)
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
static inline bool set_wait_ms(const char *ms)
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
static inline const char *compare(const char *path, const char *want, size_t size)
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
	volatile pid_t tid;
	volatile bool done;
	pthread_t thread;
};

static inline void *job_thread(void *arg)
{
	struct job *j = arg;

	j->tid = gettid();
	j->ret = j->fn(j);
	j->err = errno;
	j->done = true;
	return NULL;
}

static inline void job_start(struct job *j, int (*fn)(struct job *job), int fd, char *addr)
{
	*j = (struct job){ .fn = fn, .fd = fd, .addr = addr };
	if (pthread_create(&j->thread, NULL, job_thread, j))
		bail_out("no thread");
}

static inline int job_end(struct job *j)
{
	pthread_join(j->thread, NULL);
	return j->ret;
}

/* Return when a job is over, or waits in the kernel for what only we can give it. */
static inline void job_wait_stuck(struct job *j)
{
	char path[64], stat[256], *state;
	int seen = 0;

	while (!j->done && seen < 5) {
		usleep(20000);
		snprintf(path, sizeof(path), "/proc/self/task/%d/stat", j->tid);
		if (read_text(path, stat, sizeof(stat)) < 0)
			continue;
		state = strrchr(stat, ')');
		seen = state && !strncmp(state, ") D", 3) ? seen + 1 : 0;
	}
}

static inline int do_fsync(struct job *j)
{
	return fsync(j->fd);
}

static inline int do_close(struct job *j)
{
	return close(j->fd);
}

static inline int do_fdatasync(struct job *j)
{
	return fdatasync(j->fd);
}

static inline int do_msync(struct job *j)
{
	return msync(j->addr, PAGE, MS_SYNC);
}

static inline unsigned long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

/*
 * fsync past the deadline writes the bytes of that moment; the next one the rest.
 * The first @half of the page at @off gets pinned, the holder of the mapping
 * writes the second one. @between: what happens after an fsync.
 */
#define PAST_DEADLINE_WRITES(off, half, between)			\
	do {								\
		size_t size_ = self->size;				\
		struct pin p;						\
		int i;							\
									\
		NEEDS_WAIT("500");					\
		pin_start(&self->fuse, &p, self->map + (off), half,	\
			  off, PIN_FOR_WRITING);			\
		/* Twice: a page that was written must stay able to be written. */ \
		for (i = 0; i < 2; i++) {				\
			fill(self->map + (off) + (half), half, i << 24,	\
			     FROM_DIRECT_WRITE);			\
			ASSERT_EQ(0, fsync(self->fd));			\
			ASSERT_FALSE(p.done);				\
			power_cut();					\
			between;					\
		}							\
		ASSERT_EQ(half, pin_end(&p));				\
		ASSERT_EQ(0, fsync(self->fd));				\
		power_cut();						\
									\
		unmount_all();						\
		for (i = 0; i < 3; i++) {				\
			fill(self->want + (off) + (half), half,		\
			     (i ? 1 : 0) << 24, FROM_DIRECT_WRITE);	\
			if (i == 2)					\
				fill(self->want + (off), half, off, FROM_PIN_DISK); \
			ASSERT_SAME_AFTER_CUT(i, size_);		\
		}							\
	} while (0)

#endif
