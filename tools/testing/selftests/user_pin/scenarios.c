// SPDX-License-Identifier: GPL-2.0
/*
 * scenarios.c - does data written into a pinned file page survive?
 *
 * One cell is one file system and one scenario. Each cell makes a new file
 * system, writes a file in one go, maps it shared (across two page tables, see
 * map_shared()), and starts a direct read from a slow disk into a page of the
 * mapping: for 3 s the page is pinned for
 * writing, then the data arrives. Meanwhile, 0.7 s after the read began, the
 * scenario does something to the file that the kernel must not do to a page
 * that a device is still writing to:
 *
 *   S0  fsync, then MADV_PAGEOUT of the mapping
 *   S1  fsync
 *   S2  direct write of 2 KiB to the other half of the page (pin of 2 KiB)
 *   S4  FICLONE into a new file
 *   S5  fsync, then ftruncate from 64 to 32 KiB (pin at offset 0)
 *   S6  start of writeback, on a disk whose writes take 4 s
 *
 * and, with "-s all", what scenarios_more.h lists.
 *
 * Then: wait for the read, fsync, drop caches, read everything again and
 * compare each byte: what the disk delivered where the page was pinned, what
 * was written everywhere else. Last, the same after a remount. With -p also
 * after a power cut at the end of the fsync: the disk is copied at that
 * moment, and the copy is mounted in the end.
 *
 * Every block of 16 bytes in a file or on the slow disk says what it is and
 * where it belongs, so a report shows where a wrong byte came from.
 *
 * Results are KTAP on standard output and, with -o FILE, lines of
 * "id fs verdict detail" separated by tabs. Verdicts:
 *   kept   every byte is right (also when the action was refused with EBUSY)
 *   lost   some byte is wrong or cannot be read
 *   error  every byte is right, but a call failed that must not fail
 *   hung   the scenario did not end
 *   n/a    the file system has no such operation
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/fs.h>

#include "../kselftest.h"
#include "blockdev.h"
#include "pattern.h"

#define KIB		1024
#define PIN_MS		3000
#define ACTION_MS	700
#define SLOW_WRITE_MS	4000
#define HUNG_MS		180000
#define PIN_DISK_MIB	16
#define FILE_MAX	(1024 * KIB)
#define PIN_DELAY	"pindelay"
#define MNT		"/tmp/user_pin_mnt"

enum verdict { KEPT, LOST, ERROR, HUNG, NOT_APPLICABLE };

static const char * const verdict_name[] = { "kept", "lost", "error", "hung", "n/a" };

/* Written by the child that runs a cell, read by the parent. */
struct result {
	enum verdict verdict;
	char detail[512];
};

struct cell;

struct scenario {
	const char *id;
	const char *title;
	size_t file_size;
	off_t pin_off;
	size_t pin_len;
	unsigned int write_ms;
	bool needs_reflink;
	void (*action)(struct cell *c);
};

struct cell {
	const struct scenario *sc;
	const struct fs_type *fs;
	struct result *res;
	char disk[32], copy[32];	/* RAM disks */
	char dev[32];			/* what is mounted: dm-delay on the disk */
	char *map;
	int fd;

	/* what the file must contain in the end */
	char *want;
	size_t want_size;
	/* and the clone, if there is one: one of these two */
	char *clone_old;
	bool cloned, clone_may_be_new;
	/* or this, if not NULL: for data that may come before or after */
	char *or_else;

	pthread_t pinner;
	ssize_t pin_ret;
	int pin_errno;
	volatile bool pin_done;
};

static char pin_dev[32];
static bool power_cut, verbose;

static void __attribute__((format(printf, 3, 4)))
note(struct cell *c, enum verdict v, const char *fmt, ...)
{
	char *d = c->res->detail;
	size_t len = strlen(d), room = sizeof(c->res->detail) - len;
	va_list ap;

	if (v == LOST || (v == ERROR && c->res->verdict == KEPT))
		c->res->verdict = v;
	va_start(ap, fmt);
	if (len && room > 2) {
		strcpy(d + len, "; ");
		len += 2;
		room -= 2;
	}
	vsnprintf(d + len, room, fmt, ap);
	va_end(ap);
}

/* Compare a whole file with one or two permitted contents. */
static void check_file(struct cell *c, const char *when, const char *path,
		       const char *want, const char *or_else, size_t size)
{
	size_t off, first = 0, last = 0;
	bool bad = false;
	char *got = calloc(1, FILE_MAX);
	char a[17], b[17];
	struct stat st;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st)) {
		note(c, LOST, "%s: open %s: %s", when, path, strerror(errno));
		goto out;
	}
	if ((size_t)st.st_size != size)
		note(c, LOST, "%s: size %lld instead of %zu", when,
		     (long long)st.st_size, size);
	for (off = 0; off < size; off += n) {
		n = pread(fd, got + off, PAGE, off);
		if (n <= 0) {
			note(c, LOST, "%s: read at %zu: %s", when, off,
			     n ? strerror(errno) : "end of file");
			goto out;
		}
	}
	if (or_else && !memcmp(got, or_else, size))
		goto out;
	for (off = 0; off < size; off++) {
		if (got[off] == want[off])
			continue;
		if (!bad)
			first = off;
		last = off;
		bad = true;
	}
	if (bad)
		note(c, LOST, "%s: %zu-%zu: read \"%s\", not \"%s\"", when,
		     first & ~15UL, last | 15, block_text(got, first, a),
		     block_text(want, first, b));
out:
	if (fd >= 0)
		close(fd);
	free(got);
}

static void check_all(struct cell *c, const char *when, bool with_clone)
{
	char label[64];

	check_file(c, when, MNT "/file", c->want, c->or_else, c->want_size);
	if (c->cloned && with_clone) {
		snprintf(label, sizeof(label), "clone %s", when);
		check_file(c, label, MNT "/clone", c->clone_old,
			   c->clone_may_be_new ? c->want : NULL, c->want_size);
	}
	if (with_clone && !access(MNT "/snap/file", F_OK)) {
		snprintf(label, sizeof(label), "snapshot %s", when);
		check_file(c, label, MNT "/snap/file", c->clone_old, c->want, c->want_size);
	}
}

/* The final fsync, or one that is part of the action. */
static void must_fsync(struct cell *c, int fd, const char *what)
{
	if (fsync(fd))
		note(c, ERROR, "%s: %s", what, strerror(errno));
}

static void act_fsync(struct cell *c)
{
	must_fsync(c, c->fd, "fsync while pinned");
}

static void act_pageout(struct cell *c)
{
	act_fsync(c);
	if (madvise(c->map, c->sc->file_size, MADV_PAGEOUT))
		note(c, ERROR, "MADV_PAGEOUT: %s", strerror(errno));
}

static void act_direct_write(struct cell *c)
{
	off_t off = c->sc->pin_off + c->sc->pin_len;
	size_t len = PAGE - c->sc->pin_len;
	ssize_t n;
	char *buf;
	int fd;

	fd = open(MNT "/file", O_WRONLY | O_DIRECT);
	if (fd < 0) {
		note(c, ERROR, "open for direct write: %s", strerror(errno));
		return;
	}
	buf = aligned_alloc(PAGE, PAGE);
	fill(buf, len, off, FROM_DIRECT_WRITE);
	n = pwrite(fd, buf, len, off);
	if (n == (ssize_t)len)
		memcpy(c->want + off, buf, len);
	else if (n < 0 && errno == EBUSY)
		note(c, KEPT, "direct write refused: %s", strerror(errno));
	else
		note(c, ERROR, "direct write: %s", n < 0 ? strerror(errno) : "short");
	close(fd);
}

static void act_clone(struct cell *c)
{
	int fd = open(MNT "/clone", O_RDWR | O_CREAT, 0600);

	if (fd < 0) {
		note(c, ERROR, "create clone: %s", strerror(errno));
		return;
	}
	if (!ioctl(fd, FICLONE, c->fd)) {
		c->cloned = true;
		/* Data that came before the ioctl returned may be in the clone. */
		c->clone_may_be_new = c->pin_done;
	} else {
		note(c, errno == EBUSY ? KEPT : ERROR, "FICLONE refused: %s", strerror(errno));
	}
	close(fd);
}

static void act_truncate(struct cell *c)
{
	act_fsync(c);
	if (!ftruncate(c->fd, c->sc->file_size / 2))
		c->want_size = c->sc->file_size / 2;
	else
		note(c, errno == EBUSY ? KEPT : ERROR, "ftruncate: %s", strerror(errno));
}

static void act_start_writeback(struct cell *c)
{
	if (sync_file_range(c->fd, 0, 0, SYNC_FILE_RANGE_WRITE))
		note(c, ERROR, "sync_file_range: %s", strerror(errno));
}

static const struct scenario scenarios[] = {
	{ "S0", "fsync + MADV_PAGEOUT", FILE_MAX, 8192, PAGE, 0, false, act_pageout },
	{ "S1", "fsync", FILE_MAX, 8192, PAGE, 0, false, act_fsync },
	{ "S2", "direct write, same page", FILE_MAX, 8192, PAGE / 2, 0, false, act_direct_write },
	{ "S4", "FICLONE", FILE_MAX, 8192, PAGE, 0, true, act_clone },
	{ "S5", "fsync + ftruncate", 64 * KIB, 0, PAGE, 0, false, act_truncate },
	{ "S6", "writeback, slow disk", FILE_MAX, 8192, PAGE, SLOW_WRITE_MS, false,
	  act_start_writeback },
};

#include "scenarios_more.h"

static const struct scenario *nth_scenario(unsigned int n)
{
	if (n < ARRAY_SIZE(scenarios))
		return &scenarios[n];
	n -= ARRAY_SIZE(scenarios);
	return n < ARRAY_SIZE(more_scenarios) ? &more_scenarios[n] : NULL;
}

/* The device: a direct read from the slow disk into the mapping. */
static void *pinner(void *arg)
{
	struct cell *c = arg;
	int fd = open(pin_dev, O_RDONLY | O_DIRECT);

	c->pin_ret = -1;
	if (fd >= 0)
		c->pin_ret = pread(fd, c->map + c->sc->pin_off, c->sc->pin_len, c->sc->pin_off);
	c->pin_errno = errno;
	c->pin_done = true;
	if (fd >= 0)
		close(fd);
	return NULL;
}

static void mount_again(struct cell *c, const char *dev, const char *when, bool with_clone)
{
	if (mount(dev, MNT, c->fs->name, 0, NULL)) {
		note(c, LOST, "%s: mount: %s", when, strerror(errno));
		return;
	}
	check_all(c, when, with_clone);
	if (umount(MNT))
		note(c, ERROR, "%s: umount: %s", when, strerror(errno));
}

static void run_cell(struct cell *c)
{
	const struct scenario *sc = c->sc;
	unsigned int mib = c->fs->min_mib;
	char name[32], path[64];
	bool cut;

	snprintf(c->disk, sizeof(c->disk), "disk_%s_%s", sc->id, c->fs->name);
	snprintf(c->copy, sizeof(c->copy), "copy_%s_%s", sc->id, c->fs->name);
	snprintf(name, sizeof(name), "fs_%s_%s", sc->id, c->fs->name);
	ramdisk_create(c->disk, mib);
	/* The disk is made at full speed; only S6 wants slow writes. */
	snprintf(path, sizeof(path), "/dev/%s", c->disk);
	fs_make(c->fs, "", path);
	delay_create(name, c->disk, mib, 0, sc->write_ms, c->dev);
	mkdir(MNT, 0700);
	if (mount(c->dev, MNT, c->fs->name, 0, NULL))
		bail_out("cannot mount %s: %m", c->fs->name);

	c->want = aligned_alloc(PAGE, FILE_MAX);
	c->clone_old = aligned_alloc(PAGE, FILE_MAX);
	c->want_size = sc->file_size;
	fill(c->want, sc->file_size, 0, FROM_FILE);
	memcpy(c->clone_old, c->want, sc->file_size);
	c->fd = open(MNT "/file", O_RDWR | O_CREAT, 0600);
	/* The file itself is not in question, only its data. */
	if (c->fd < 0 || syncfs(c->fd) ||
	    write(c->fd, c->want, sc->file_size) != (ssize_t)sc->file_size)
		bail_out("cannot write the file: %m");
	c->map = map_shared(c->fd, sc->file_size, true);
	fill(c->want + sc->pin_off, sc->pin_len, sc->pin_off, FROM_PIN_DISK);

	if (pthread_create(&c->pinner, NULL, pinner, c))
		bail_out("no thread");
	/* Once the disk has the request, the page is pinned. */
	while (!delayed_reads(PIN_DELAY) && !c->pin_done)
		sleep_ms(1);
	sleep_ms(ACTION_MS);
	if (c->pin_done)
		note(c, ERROR, "the pin ended before the action");
	sc->action(c);
	if (verbose)
		ksft_print_msg("%s.%s: action over, page %s\n", sc->id, c->fs->name,
			       c->pin_done ? "released" : "still pinned");
	pthread_join(c->pinner, NULL);
	if (c->pin_ret != (ssize_t)sc->pin_len)
		note(c, ERROR, "direct read into the mapping: %s",
		     c->pin_ret < 0 ? strerror(c->pin_errno) : "short");

	must_fsync(c, c->fd, "last fsync");
	/*
	 * On a slow disk without a write cache, stock f2fs returns from fsync
	 * before its node block is on the disk, with no pin involved.
	 */
	cut = power_cut && !(sc->write_ms && !strcmp(c->fs->name, "f2fs"));
	if (cut) {
		ramdisk_create(c->copy, mib);
		disk_copy(c->disk, c->copy);
	}
	munmap(c->map, sc->file_size);
	close(c->fd);
	drop_caches();
	check_all(c, "reread", true);

	if (umount(MNT))
		bail_out("umount: %m");
	mount_again(c, c->dev, "remount", true);
	if (cut) {
		/* Same file system id as the original, which is unmounted. */
		snprintf(path, sizeof(path), "/dev/%s", c->copy);
		mount_again(c, path, "power cut", false);
		ramdisk_remove(c->copy);
	}
	delay_remove(name);
	ramdisk_remove(c->disk);
}

static void try_cell(const struct scenario *sc, const struct fs_type *fs, struct result *res)
{
	struct cell c = { .sc = sc, .fs = fs, .res = res };
	struct pollfd pfd = { .events = POLLIN };
	int status = 0;
	pid_t pid;

	memset(res, 0, sizeof(*res));
	if (sc->needs_reflink && !fs->reflink) {
		res->verdict = NOT_APPLICABLE;
		strcpy(res->detail, "no such operation");
		return;
	}
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		bail_out("fork: %m");
	if (!pid) {
		run_cell(&c);
		fflush(stdout);
		_exit(0);
	}
	pfd.fd = syscall(SYS_pidfd_open, pid, 0);
	if (pfd.fd < 0)
		bail_out("pidfd_open: %m");
	if (poll(&pfd, 1, HUNG_MS) == 1) {
		waitpid(pid, &status, 0);
		if (status) {
			res->verdict = ERROR;
			snprintf(res->detail, sizeof(res->detail),
				 "the scenario could not be run (status %#x)", status);
		}
	} else {
		res->verdict = HUNG;
		snprintf(res->detail, sizeof(res->detail), "not over after %d s",
			 HUNG_MS / 1000);
	}
	close(pfd.fd);
}

static void make_pin_disk(void)
{
	size_t len = PIN_DISK_MIB << 20;
	char *buf = aligned_alloc(PAGE, len);
	int fd;

	ramdisk_create("pindisk", PIN_DISK_MIB);
	fill(buf, len, 0, FROM_PIN_DISK);
	fd = open("/dev/pindisk", O_WRONLY | O_DIRECT);
	if (fd < 0 || write(fd, buf, len) != (ssize_t)len)
		bail_out("cannot fill the slow disk: %m");
	close(fd);
	free(buf);
	delay_create(PIN_DELAY, "pindisk", PIN_DISK_MIB, PIN_MS, 0, pin_dev);
}

static bool listed(const char *list, const char *name)
{
	size_t len = strlen(name);
	const char *p;

	if (!list)
		return true;
	for (p = list; (p = strstr(p, name)); p += len)
		if ((p == list || p[-1] == ',') && (!p[len] || p[len] == ','))
			return true;
	return false;
}

/* Without -s: those that the demo shows, whose names begin with S. */
static bool chosen(const char *list, const struct scenario *sc)
{
	if (!list)
		return sc->id[0] == 'S';
	return !strcmp(list, "all") || listed(list, sc->id);
}

static void usage(const char *me)
{
	printf("usage: %s [-f ext4,xfs,btrfs,f2fs] [-s S0,S1,...|all] [-o FILE] [-p] [-v]\n"
	       "  -f  only these file systems\n"
	       "  -s  only these scenarios, or \"all\": more than S0 to S6\n"
	       "  -o  write results to FILE: id, fs, verdict, detail\n"
	       "  -p  check what a power cut after the last fsync would leave\n"
	       "  -v  say more\n", me);
}

int main(int argc, char **argv)
{
	const char *fs_list = NULL, *sc_list = NULL, *missing;
	const struct fs_type *fs;
	const struct scenario *sc;
	struct result *res;
	FILE *tsv = NULL;
	unsigned int n;
	int opt, plan = 0;
	char name[64];

	while ((opt = getopt(argc, argv, "f:s:o:pvh")) != -1) {
		switch (opt) {
		case 'f':
			fs_list = optarg;
			break;
		case 's':
			sc_list = optarg;
			break;
		case 'o':
			tsv = fopen(optarg, "w");
			if (!tsv) {
				perror(optarg);
				return 1;
			}
			break;
		case 'p':
			power_cut = true;
			break;
		case 'v':
			verbose = true;
			break;
		default:
			usage(argv[0]);
			return opt == 'h' ? 0 : 2;
		}
	}

	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	if (geteuid())
		ksft_exit_skip("needs root, to make disks and file systems\n");
	for (n = 0; (sc = nth_scenario(n)); n++)
		for (fs = fs_types; fs < fs_types + NR_FS; fs++)
			plan += chosen(sc_list, sc) && listed(fs_list, fs->name);
	if (!plan)
		ksft_exit_fail_msg("nothing to do\n");
	ksft_set_plan(plan);

	res = mmap(NULL, sizeof(*res), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (res == MAP_FAILED)
		bail_out("no memory");
	make_pin_disk();
	for (n = 0; (sc = nth_scenario(n)); n++) {
		for (fs = fs_types; fs < fs_types + NR_FS; fs++) {
			if (!chosen(sc_list, sc) || !listed(fs_list, fs->name))
				continue;
			missing = fs_missing(fs);
			if (missing) {
				res->verdict = NOT_APPLICABLE;
				strcpy(res->detail, missing);
			} else {
				try_cell(sc, fs, res);
			}
			snprintf(name, sizeof(name), "%s.%s %s", sc->id, fs->name, sc->title);
			if (res->detail[0])
				ksft_print_msg("%s: %s: %s\n", name,
					       verdict_name[res->verdict], res->detail);
			if (res->verdict == NOT_APPLICABLE)
				ksft_test_result_skip("%s: %s\n", name, res->detail);
			else
				ksft_test_result(res->verdict == KEPT, "%s\n", name);
			if (tsv) {
				fprintf(tsv, "%s\t%s\t%s\t%s\n", sc->id, fs->name,
					verdict_name[res->verdict], res->detail);
				fflush(tsv);
			}
		}
	}
	ksft_finished();
}
