/* SPDX-License-Identifier: GPL-2.0 */
/*
 * More things that may happen to a file while a page of it is pinned: those
 * that move, free, share or exchange blocks, and those that take pages out of
 * the page cache. Part of scenarios.c, which has struct cell.
 */
#ifndef USER_PIN_SCENARIOS_MORE_H
#define USER_PIN_SCENARIOS_MORE_H

#include <linux/falloc.h>

/* The last call failed. To say that the file is in use is as good as success. */
static void failed(struct cell *c, const char *what)
{
	int err = errno;

	if (err == EOPNOTSUPP || err == ENOTTY || err == EINVAL) {
		note(c, KEPT, "%s: no such operation", what);
		c->res->verdict = NOT_APPLICABLE;
	} else {
		note(c, err == EBUSY || err == EAGAIN ? KEPT : ERROR, "%s refused: %s", what,
		     strerror(err));
	}
}

/* Another file of the same size, written and on the disk. */
static int other_file(struct cell *c, const char *path, const char *data)
{
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	ssize_t size = c->sc->file_size;

	if (fd < 0 || pwrite(fd, data, size, 0) != size || fsync(fd))
		bail_out("%s: %m", path);
	return fd;
}

static void set_or_else(struct cell *c)
{
	c->or_else = malloc(FILE_MAX);
	memcpy(c->or_else, c->want, FILE_MAX);
}

/* === Blocks get other offsets =========================================== */

static void act_collapse(struct cell *c)
{
	if (fallocate(c->fd, FALLOC_FL_COLLAPSE_RANGE, 0, PAGE)) {
		failed(c, "collapse range");
		return;
	}
	c->want_size -= PAGE;
	memmove(c->want, c->want + PAGE, c->want_size);
}

static void act_insert(struct cell *c)
{
	if (fallocate(c->fd, FALLOC_FL_INSERT_RANGE, 0, PAGE)) {
		failed(c, "insert range");
		return;
	}
	if (ftruncate(c->fd, c->want_size))
		note(c, ERROR, "ftruncate: %s", strerror(errno));
	memmove(c->want + PAGE, c->want, c->want_size - PAGE);
	memset(c->want, 0, PAGE);
}

/* === Blocks are freed =================================================== */

static void act_punch_behind(struct cell *c)
{
	off_t off = c->sc->pin_off + PAGE;

	act_fsync(c);
	if (fallocate(c->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off, PAGE))
		failed(c, "punch hole");
	else
		memset(c->want + off, 0, PAGE);
}

static void act_zero_behind(struct cell *c)
{
	off_t off = c->sc->pin_off + PAGE;

	if (fallocate(c->fd, FALLOC_FL_ZERO_RANGE, off, PAGE))
		failed(c, "zero range");
	else
		memset(c->want + off, 0, PAGE);
}

/* The page itself: its data comes later and fills the hole, or is gone. */
static void act_punch(struct cell *c)
{
	act_fsync(c);
	if (fallocate(c->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, c->sc->pin_off, PAGE)) {
		failed(c, "punch hole");
		return;
	}
	set_or_else(c);
	memset(c->or_else + c->sc->pin_off, 0, PAGE);
}

static void act_zero(struct cell *c)
{
	act_fsync(c);
	if (fallocate(c->fd, FALLOC_FL_ZERO_RANGE, c->sc->pin_off, PAGE)) {
		failed(c, "zero range");
		return;
	}
	set_or_else(c);
	memset(c->or_else + c->sc->pin_off, 0, PAGE);
}

static void act_truncate_in_page(struct cell *c)
{
	act_fsync(c);
	c->want_size = c->sc->pin_off + PAGE / 2;
	if (ftruncate(c->fd, c->want_size))
		note(c, ERROR, "ftruncate: %s", strerror(errno));
}

/* Of what had been cut off, the data may come back or not. */
static void act_truncate_and_back(struct cell *c)
{
	act_truncate_in_page(c);
	memset(c->want + c->want_size, 0, c->sc->file_size - c->want_size);
	c->want_size = c->sc->file_size;
	if (ftruncate(c->fd, c->want_size))
		note(c, ERROR, "ftruncate: %s", strerror(errno));
	set_or_else(c);
	fill(c->or_else + c->sc->pin_off, PAGE, c->sc->pin_off, FROM_PIN_DISK);
}

/* === Pages leave the page cache, or other bytes are written ============= */

static void act_direct_write_far(struct cell *c)
{
	off_t off = c->sc->pin_off + 32 * KIB;
	int fd = open(MNT "/file", O_WRONLY | O_DIRECT);
	char *buf = aligned_alloc(PAGE, PAGE);

	fill(buf, PAGE, off, FROM_DIRECT_WRITE);
	if (fd < 0 || pwrite(fd, buf, PAGE, off) != PAGE)
		failed(c, "direct write");
	else
		memcpy(c->want + off, buf, PAGE);
	close(fd);
}

static void act_write(struct cell *c)
{
	off_t off = c->sc->pin_off + c->sc->pin_len;
	ssize_t len = PAGE - c->sc->pin_len;

	fill(c->want + off, len, off, FROM_DIRECT_WRITE);
	if (pwrite(c->fd, c->want + off, len, off) != len)
		note(c, ERROR, "write: %s", strerror(errno));
	act_fsync(c);
}

static void act_drop(struct cell *c)
{
	act_fsync(c);
	drop_caches();
	write_text("/proc/sys/vm/compact_memory", "1");
}

static void act_fadvise(struct cell *c)
{
	act_fsync(c);
	if (posix_fadvise(c->fd, 0, 0, POSIX_FADV_DONTNEED))
		note(c, ERROR, "fadvise");
}

static void act_unmap(struct cell *c)
{
	if (mmap(c->map, c->sc->file_size, PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		note(c, ERROR, "mmap: %s", strerror(errno));
	act_drop(c);
}

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static void act_huge(struct cell *c)
{
	act_fsync(c);
	/* Whether it works is not the question. */
	madvise(c->map, c->sc->file_size, MADV_COLLAPSE);
}

static void act_freeze(struct cell *c)
{
	int fd = open(MNT, O_RDONLY);

	if (ioctl(fd, FIFREEZE, 0) || ioctl(fd, FITHAW, 0))
		failed(c, "freeze");
	close(fd);
}

/* === Blocks are shared, moved or exchanged ============================== */

static void act_dedupe(struct cell *c)
{
	struct {
		struct file_dedupe_range range;
		struct file_dedupe_range_info info;
	} d = { .range = { .src_length = c->sc->file_size, .dest_count = 1 } };
	int fd = other_file(c, MNT "/clone", c->clone_old);

	act_fsync(c);
	d.info.dest_fd = fd;
	if (ioctl(c->fd, FIDEDUPERANGE, &d))
		failed(c, "dedupe");
	else if (d.info.status < 0)
		note(c, d.info.status == -EBUSY ? KEPT : ERROR, "dedupe refused: %s",
		     strerror(-d.info.status));
	c->cloned = true;
	close(fd);
}

/* Something else is cloned over the file; the data comes before or after. */
static void act_clone_over(struct cell *c)
{
	char *other = malloc(FILE_MAX);
	int fd;

	fill(other, c->sc->file_size, 0, FROM_DIRECT_WRITE);
	fd = other_file(c, MNT "/other", other);
	if (ioctl(c->fd, FICLONE, fd)) {
		failed(c, "FICLONE over the file");
	} else {
		memcpy(c->want, other, c->sc->file_size);
		set_or_else(c);
		fill(c->want + c->sc->pin_off, c->sc->pin_len, c->sc->pin_off, FROM_PIN_DISK);
	}
	free(other);
	close(fd);
}

static void act_snapshot(struct cell *c)
{
	if (strcmp(c->fs->name, "btrfs")) {
		errno = EOPNOTSUPP;
		failed(c, "snapshot");
	} else if (run_cmd("btrfs subvolume snapshot " MNT " " MNT "/snap > /dev/null") ||
		   run_cmd("btrfs filesystem defragment -f " MNT "/file > /dev/null")) {
		note(c, ERROR, "snapshot and defragment failed");
	}
}

/* As in fs/ext4/ext4.h and linux/f2fs.h. */
struct move_extent {
	__u32 reserved, donor_fd;
	__u64 orig_start, donor_start, len, moved_len;
};

struct f2fs_range {
	__u64 start, len;
};

#define EXT4_IOC_MOVE_EXT	_IOWR('f', 15, struct move_extent)
#define F2FS_IOC_DEFRAGMENT	_IOWR(0xf5, 8, struct f2fs_range)

static void act_defragment(struct cell *c)
{
	struct f2fs_range range = { .len = c->sc->file_size };
	struct move_extent me = { .len = c->sc->file_size / PAGE };

	act_fsync(c);
	if (!strcmp(c->fs->name, "ext4")) {
		me.donor_fd = other_file(c, MNT "/donor", c->want);
		if (ioctl(c->fd, EXT4_IOC_MOVE_EXT, &me))
			failed(c, "move extents");
		close(me.donor_fd);
	} else if (!strcmp(c->fs->name, "f2fs")) {
		if (ioctl(c->fd, F2FS_IOC_DEFRAGMENT, &range))
			failed(c, "defragment");
	} else {
		errno = EOPNOTSUPP;
		failed(c, "defragment");
	}
}

/* As in xfs_fs.h. */
struct xfs_exchange {
	__s32 file1_fd;
	__u32 pad;
	__u64 file1_offset, file2_offset, length, flags;
};

#define XFS_IOC_EXCHANGE_RANGE	_IOW('X', 129, struct xfs_exchange)

/* What the file had belongs to the other one then, the data as well. */
static void act_exchange(struct cell *c)
{
	char *other = malloc(FILE_MAX);
	struct xfs_exchange x = { .length = c->sc->file_size };

	fill(other, c->sc->file_size, 0, FROM_DIRECT_WRITE);
	x.file1_fd = other_file(c, MNT "/clone", other);
	if (ioctl(c->fd, XFS_IOC_EXCHANGE_RANGE, &x)) {
		failed(c, "exchange range");
	} else {
		memcpy(c->clone_old, c->want, c->sc->file_size);
		memcpy(c->want, other, c->sc->file_size);
		c->cloned = true;
	}
	free(other);
	close(x.file1_fd);
}

#define MORE(id, title, pin_len, reflink, action)			\
	{ id, title, FILE_MAX, 8192, pin_len, 0, reflink, action }

static const struct scenario more_scenarios[] = {
	MORE("collapse", "collapse range", PAGE, false, act_collapse),
	MORE("insert", "insert range", PAGE, false, act_insert),
	MORE("punch", "punch hole", PAGE, false, act_punch),
	MORE("punch-behind", "punch hole behind the page", PAGE, false,
	     act_punch_behind),
	MORE("zero", "zero range", PAGE, false, act_zero),
	MORE("zero-behind", "zero range behind the page", PAGE, false,
	     act_zero_behind),
	MORE("truncate", "truncate inside the page", PAGE / 2, false,
	     act_truncate_in_page),
	MORE("truncate-back", "truncate inside the page, and back", PAGE,
	     false, act_truncate_and_back),
	MORE("direct-far", "direct write 32 KiB away", PAGE, false,
	     act_direct_write_far),
	MORE("write", "buffered write, same page", PAGE / 2, false, act_write),
	MORE("drop", "drop caches, compaction", PAGE, false, act_drop),
	MORE("fadvise", "POSIX_FADV_DONTNEED", PAGE, false, act_fadvise),
	MORE("unmap", "unmap, drop caches", PAGE, false, act_unmap),
	MORE("huge", "MADV_COLLAPSE", PAGE, false, act_huge),
	MORE("freeze", "freeze and thaw", PAGE, false, act_freeze),
	MORE("dedupe", "FIDEDUPERANGE", PAGE, true, act_dedupe),
	MORE("clone-over", "FICLONE over the file", PAGE, true, act_clone_over),
	MORE("snapshot", "snapshot, defragment", PAGE, true, act_snapshot),
	MORE("defragment", "move the file's blocks", PAGE, false, act_defragment),
	MORE("exchange", "exchange range", PAGE, false, act_exchange),
};

#endif /* USER_PIN_SCENARIOS_MORE_H */
