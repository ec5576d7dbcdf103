/* SPDX-License-Identifier: GPL-2.0 */
/*
 * caller.h - a mapped file for a caller of get_user_pages() to work on
 *
 * Each test makes a file system on a RAM disk, with one file that is mapped
 * shared. It lets a driver or a file system read into the mapping (or write from
 * it), cleans the file while the pages are pinned if it can, and says in @want
 * what must be in the file in the end:
 *
 *	caller_setup(&c, "ext4");
 *	...			something pins pages of c.map and writes to them
 *	caller_clean(&c);	written back, and reclaimed as far as possible
 *	...			the data arrives, the pins go
 *	memcpy(c.want + off, data, len);
 *	caller_on_disk(&c);	"" if every byte of the file is right
 */
#ifndef USER_PIN_CALLER_H
#define USER_PIN_CALLER_H

#include <sched.h>

#include "blockdev.h"
#include "pattern.h"

#define FILE_SIZE	(1024 * 1024)
#define PIN_OFF		8192
#define WAIT_MS		"/proc/sys/vm/user_pin_wait_ms"
#define TRACING		"/sys/kernel/tracing"
#define WAIT_EVENT	"user_pin_wait_begin"

struct caller {
	char mnt[64], file[80], disk[32];
	char *map;		/* the file, FILE_SIZE bytes, shared */
	char *want;		/* what it shall contain */
	int fd;
};

struct caller_vmstat {
	unsigned long acquired, released;
};

/* Pins taken and given back in the whole system so far, exact. */
static inline void caller_vmstat(struct caller_vmstat *v)
{
	char line[128];
	FILE *f;
	int err = write_text("/proc/sys/vm/stat_refresh", "1");

	if (err)
		bail_out("stat_refresh: %s", strerror(-err));
	memset(v, 0, sizeof(*v));
	f = fopen("/proc/vmstat", "r");
	if (!f)
		bail_out("vmstat: %m");
	while (fgets(line, sizeof(line), f)) {
		sscanf(line, "nr_foll_pin_acquired %lu", &v->acquired);
		sscanf(line, "nr_foll_pin_released %lu", &v->released);
	}
	fclose(f);
}

/* Pins that there are now. */
static inline long caller_pins(void)
{
	struct caller_vmstat v;

	caller_vmstat(&v);
	return v.acquired - v.released;
}

/* Why the test cannot run, or NULL. Pins count as long-lived after 100 ms. */
static inline const char *caller_setup(struct caller *c, const char *fs_name)
{
	const struct fs_type *fs = fs_find(fs_name);
	const char *missing = fs_missing(fs);
	int id = getpid();
	char path[64];

	if (geteuid())
		return "needs root";
	if (missing)
		return missing;
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		bail_out("no mount namespace: %m");
	if (write_text(WAIT_MS, "100"))
		return "no " WAIT_MS " (CONFIG_USER_PIN)";
	snprintf(c->disk, sizeof(c->disk), "disk%d", id);
	snprintf(c->mnt, sizeof(c->mnt), "/tmp/user_pin_caller_%d", id);
	snprintf(c->file, sizeof(c->file), "%s/file", c->mnt);
	ramdisk_create(c->disk, fs->min_mib);
	snprintf(path, sizeof(path), "/dev/%s", c->disk);
	fs_make(fs, "", path);
	mkdir(c->mnt, 0700);
	if (mount(path, c->mnt, fs->name, 0, NULL))
		bail_out("cannot mount %s: %m", fs->name);
	c->want = aligned_alloc(PAGE, FILE_SIZE);
	fill(c->want, FILE_SIZE, 0, FROM_FILE);
	c->fd = open(c->file, O_RDWR | O_CREAT, 0600);
	if (c->fd < 0 || pwrite(c->fd, c->want, FILE_SIZE, 0) != FILE_SIZE || syncfs(c->fd))
		bail_out("cannot write the file: %m");
	c->map = map_shared(c->fd, FILE_SIZE, false);
	return NULL;
}

static inline void caller_teardown(struct caller *c)
{
	if (!c->want)
		return;
	if (c->map)
		munmap(c->map, FILE_SIZE);
	close(c->fd);
	umount2(c->mnt, MNT_DETACH);
	rmdir(c->mnt);
	ramdisk_remove(c->disk);
	write_text(WAIT_MS, "1000");
	free(c->want);
}

/* Does the page at @addr belong to a large folio? Faults it in. */
static inline bool caller_large(const char *addr)
{
	const unsigned long long compound = 1ULL << 15 | 1ULL << 16;	/* head, tail */
	unsigned long long entry, flags;
	int map = open("/proc/self/pagemap", O_RDONLY);
	int pages = open("/proc/kpageflags", O_RDONLY);
	char touched;

	memcpy(&touched, addr, 1);
	if (map < 0 || pages < 0 ||
	    pread(map, &entry, 8, (unsigned long)addr / PAGE * 8) != 8 ||
	    !(entry >> 63) ||
	    pread(pages, &flags, 8, (entry & ((1ULL << 55) - 1)) * 8) != 8)
		bail_out("cannot look up a page (CONFIG_PROC_PAGE_MONITOR): %m");
	close(map);
	close(pages);
	return flags & compound;
}

/* Write the file back, and take away what reclaim may take. 0 or -errno. */
static inline int caller_clean(struct caller *c)
{
	if (fsync(c->fd) || madvise(c->map, FILE_SIZE, MADV_PAGEOUT))
		return -errno;
	return drop_caches();
}

/* An fsync, now, succeeds and finds nobody to wait for. */
static inline bool caller_fsync_does_not_wait(struct caller *c)
{
	char *text = calloc(1, 1 << 20);
	bool ok;

	write_text(WAIT_MS, "10000");
	if (write_text(TRACING "/events/user_pin/" WAIT_EVENT "/enable", "1"))
		bail_out("no event " WAIT_EVENT);
	close(open(TRACING "/trace", O_WRONLY | O_TRUNC));
	ok = !fsync(c->fd) && read_text(TRACING "/trace", text, 1 << 20) > 0 &&
	     !strstr(text, WAIT_EVENT ":");
	write_text(TRACING "/events/user_pin/" WAIT_EVENT "/enable", "0");
	write_text(WAIT_MS, "100");
	free(text);
	return ok;
}

/* What is wrong in the file, read from the disk, or "". Unmaps it. */
static inline const char *caller_on_disk(struct caller *c)
{
	char a[17], b[17], *got = calloc(1, FILE_SIZE);
	static char text[128];
	size_t off;

	if (fsync(c->fd))
		return "fsync failed";
	if (c->map)
		munmap(c->map, FILE_SIZE);
	c->map = NULL;
	drop_caches();
	if (pread(c->fd, got, FILE_SIZE, 0) != FILE_SIZE)
		return "short read";
	text[0] = '\0';
	for (off = 0; off < FILE_SIZE && got[off] == c->want[off]; off++)
		;
	if (off < FILE_SIZE)
		snprintf(text, sizeof(text), "wrong at %zu: read \"%s\", not \"%s\"",
			 off, block_text(got, off, a), block_text(c->want, off, b));
	free(got);
	return text;
}

#endif
