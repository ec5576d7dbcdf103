/* SPDX-License-Identifier: GPL-2.0 */
/*
 * blockdev.h - RAM-backed and slow block devices, and file systems on them
 *
 * A RAM-backed disk is a memory-backed null_blk made through configfs; a slow
 * one is dm-delay on top of it. Both are driven directly, without dmsetup or
 * udev. Every function ends the program with a message if it fails: without
 * its devices a test has nothing to say.
 */
#ifndef USER_PIN_BLOCKDEV_H
#define USER_PIN_BLOCKDEV_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <linux/dm-ioctl.h>

#define PAGE 4096
#define NULLB_DIR "/sys/kernel/config/nullb"

static inline void sleep_ms(unsigned int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

static inline void __attribute__((noreturn, format(printf, 1, 2)))
bail_out(const char *fmt, ...)
{
	va_list ap;

	printf("Bail out! ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	fflush(stdout);
	_exit(1);
}

static inline int __attribute__((format(printf, 1, 2)))
run_cmd(const char *fmt, ...)
{
	char cmd[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	return system(cmd);
}

static inline int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = write(fd, text, strlen(text));
	n = n < 0 ? -errno : 0;
	close(fd);
	return n;
}

static inline int read_text(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n < 0)
		return -EIO;
	buf[n] = '\0';
	return n;
}

static inline void ramdisk_make(const char *name, unsigned int mib, const char *discard)
{
	const char *attr[] = { "memory_backed", "blocksize", "size", "discard", "power" };
	char path[256], size[16];
	const char *value[] = { "1", "512", size, discard, "1" };
	unsigned int i;
	int err;

	if (access(NULLB_DIR, F_OK))
		mount("config", "/sys/kernel/config", "configfs", 0, NULL);
	snprintf(size, sizeof(size), "%u", mib);
	snprintf(path, sizeof(path), NULLB_DIR "/%s", name);
	if (mkdir(path, 0755))
		bail_out("no null_blk (CONFIG_BLK_DEV_NULL_BLK, CONFIG_CONFIGFS_FS): %m");
	for (i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), NULLB_DIR "/%s/%s", name, attr[i]);
		err = write_text(path, value[i]);
		if (err)
			bail_out("%s: %s", path, strerror(-err));
	}
}

/* A RAM-backed disk /dev/NAME of @mib MiB with 512-byte sectors. */
static inline void ramdisk_create(const char *name, unsigned int mib)
{
	ramdisk_make(name, mib, "0");
}

static inline void ramdisk_remove(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), NULLB_DIR "/%s", name);
	rmdir(path);
}

struct dm_request {
	struct dm_ioctl io;
	struct dm_target_spec spec;
	char params[256];
};

static inline int dm_call(unsigned long cmd, const char *name, struct dm_request *rq)
{
	int fd = open("/dev/mapper/control", O_RDWR);
	int err = 0;

	if (fd < 0)
		return -errno;
	rq->io.version[0] = DM_VERSION_MAJOR;
	rq->io.data_size = sizeof(*rq);
	rq->io.data_start = offsetof(struct dm_request, spec);
	strncpy(rq->io.name, name, sizeof(rq->io.name) - 1);
	if (ioctl(fd, cmd, &rq->io))
		err = -errno;
	close(fd);
	return err;
}

/*
 * Delay what dm-delay over /dev/@disk is asked for from now on, in ms. Works below
 * a mounted file system, too.
 */
static inline void delay_set(const char *name, const char *disk, unsigned int mib,
			     unsigned int read_ms, unsigned int write_ms)
{
	struct dm_request rq = {};
	int err;

	rq.io.target_count = 1;
	rq.spec.length = (unsigned long long)mib << 11;
	strcpy(rq.spec.target_type, "delay");
	snprintf(rq.params, sizeof(rq.params), "/dev/%s 0 %u /dev/%s 0 %u",
		 disk, read_ms, disk, write_ms);
	err = dm_call(DM_TABLE_LOAD, name, &rq);
	if (err)
		bail_out("cannot set up dm-delay (CONFIG_DM_DELAY): %s", strerror(-err));

	memset(&rq, 0, sizeof(rq));
	rq.io.flags = DM_SKIP_LOCKFS_FLAG | DM_NOFLUSH_FLAG;
	err = dm_call(DM_DEV_SUSPEND, name, &rq);
	if (err)
		bail_out("cannot start dm-delay: %s", strerror(-err));
}

/*
 * Put dm-delay over /dev/@disk, with the delays in ms, and store the path of
 * the new device in @path (at least 32 bytes).
 */
static inline void delay_create(const char *name, const char *disk, unsigned int mib,
				unsigned int read_ms, unsigned int write_ms, char *path)
{
	struct dm_request rq = {};
	int err;

	err = dm_call(DM_DEV_CREATE, name, &rq);
	if (err)
		bail_out("cannot create a dm device (CONFIG_BLK_DEV_DM): %s", strerror(-err));
	/* The kernel's 64-bit device number: minor bits 0-7 and 20-31. */
	sprintf(path, "/dev/dm-%u", (unsigned int)((rq.io.dev & 0xff) |
						   ((rq.io.dev >> 12) & 0xfff00)));
	delay_set(name, disk, mib, read_ms, write_ms);
}

/*
 * Suspend or resume a dm device that has no file system. While it is suspended
 * it keeps all requests, and whoever submits one does not wait.
 */
static inline int dm_suspend(const char *name, bool suspend)
{
	struct dm_request rq = {
		.io.flags = suspend ? DM_SUSPEND_FLAG | DM_SKIP_LOCKFS_FLAG : 0,
	};

	return dm_call(DM_DEV_SUSPEND, name, &rq);
}

static inline int delay_remove(const char *name)
{
	struct dm_request rq = {};

	return dm_call(DM_DEV_REMOVE, name, &rq);
}

/*
 * Number of reads and writes that a dm-delay device holds back now. (Its
 * "inflight" file does not count them.)
 */
static inline void delayed_requests(const char *name, unsigned int *reads,
				    unsigned int *writes)
{
	struct dm_request rq = {};
	int err;

	err = dm_call(DM_TABLE_STATUS, name, &rq);
	if (err)
		bail_out("dm status of %s: %s", name, strerror(-err));
	/* One target: its spec, then the text "reads writes flushes". */
	if (sscanf(rq.params, "%u %u", reads, writes) != 2)
		bail_out("dm status of %s is not understood: %s", name, rq.params);
}

static inline unsigned int delayed_reads(const char *name)
{
	unsigned int reads, writes;

	delayed_requests(name, &reads, &writes);
	return reads;
}

static inline unsigned int delayed_writes(const char *name)
{
	unsigned int reads, writes;

	delayed_requests(name, &reads, &writes);
	return writes;
}

/* Set an attribute of the queue of @dev. */
static inline void queue_set(const char *dev, const char *name, const char *value)
{
	char path[128];
	int err;

	snprintf(path, sizeof(path), "/sys/block/%s/queue/%s", dev + strlen("/dev/"), name);
	err = write_text(path, value);
	if (err)
		bail_out("%s: %s", path, strerror(-err));
}

struct fs_type {
	const char *name;
	const char *mkfs;		/* followed by the device */
	unsigned int min_mib;		/* smallest size that mkfs accepts */
	bool reflink;
};

static const struct fs_type fs_types[] = {
	/* On small disks, mkfs.ext4 would choose small blocks. */
	{ "ext4", "mkfs.ext4 -q -F -b 4096", 128, false },
	{ "xfs", "mkfs.xfs -q -f", 320, true },
	{ "btrfs", "mkfs.btrfs -q -f", 256, true },
	{ "f2fs", "mkfs.f2fs -q -f", 128, false },
};

#define NR_FS (sizeof(fs_types) / sizeof(fs_types[0]))

static inline const struct fs_type *fs_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < NR_FS; i++)
		if (!strcmp(fs_types[i].name, name))
			return &fs_types[i];
	return NULL;
}

/* Why this file system cannot be tested here, or NULL. */
static inline const char *fs_missing(const struct fs_type *fs)
{
	char text[4096], tool[32], key[32];

	snprintf(key, sizeof(key), "\t%s\n", fs->name);
	if (read_text("/proc/filesystems", text, sizeof(text)) < 0 || !strstr(text, key))
		return "not in this kernel";
	sscanf(fs->mkfs, "%31s", tool);
	if (run_cmd("command -v %s >/dev/null 2>&1", tool))
		return "its mkfs is not installed";
	return NULL;
}

static inline void fs_make(const struct fs_type *fs, const char *options, const char *dev)
{
	if (run_cmd("%s %s %s >/dev/null", fs->mkfs, options, dev))
		bail_out("%s %s %s failed", fs->mkfs, options, dev);
}

/*
 * Copy RAM disk @from to the empty RAM disk @to. If @from lies below a mounted
 * file system that was made on another device (dm-delay), this is what a power
 * cut would leave. Mount the copy only after the original is unmounted: they
 * have the same file system id.
 */
static inline void disk_copy(const char *from, const char *to)
{
	const size_t chunk = 1 << 20;
	char path[64], *buf = aligned_alloc(PAGE, chunk), *zero = calloc(1, chunk);
	off_t off = 0;
	int in, out;
	ssize_t n;

	snprintf(path, sizeof(path), "/dev/%s", from);
	in = open(path, O_RDONLY | O_DIRECT);
	snprintf(path, sizeof(path), "/dev/%s", to);
	out = open(path, O_WRONLY | O_DIRECT);
	if (in < 0 || out < 0)
		bail_out("cannot copy %s to %s: %m", from, to);
	while ((n = pread(in, buf, chunk, off)) > 0) {
		if (memcmp(buf, zero, n) && pwrite(out, buf, n, off) != n)
			bail_out("cannot write %s: %m", path);
		off += n;
	}
	close(in);
	close(out);
	free(buf);
	free(zero);
}

/*
 * Map @size (at most 2 MiB) of a file, shared, at a place that is the same in
 * every run with regard to page tables: inside one, or half in one and half in
 * the next. A large folio is mapped whole by one fault only if it fits in one
 * page table. If not, MADV_PAGEOUT finds a part of it and tries to split it.
 */
static inline char *map_shared(int fd, size_t size, bool two_tables)
{
	const size_t table = 2 << 20;
	char *room, *at;

	room = mmap(NULL, 3 * table, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		bail_out("no address space: %m");
	at = (char *)(((unsigned long)room + 2 * table - 1) & ~(table - 1));
	if (two_tables)
		at -= size / 2;
	at = mmap(at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
	if (at == MAP_FAILED)
		bail_out("cannot map the file: %m");
	return at;
}

static inline int drop_caches(void)
{
	return write_text("/proc/sys/vm/drop_caches", "3");
}

#endif
