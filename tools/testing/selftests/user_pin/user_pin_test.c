// SPDX-License-Identifier: GPL-2.0
/*
 * user_pin_test.c - pins on file pages: who waits, for how long, what is kept
 *
 * Every test runs on a new file system of each type (see pinned_file.h). That
 * somebody waits, or does not, is read from the tracepoints of the kernel.
 *
 * Tests of the wait itself need vm.user_pin_wait_ms and are skipped without;
 * tests that only look at the data run on every kernel.
 */
#define _GNU_SOURCE
#include <fcntl.h>
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
#include "pinned_file.h"

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

TEST_F_TIMEOUT(pin, fsync_past_deadline_writes, TIMEOUT_S)
{
	PAST_DEADLINE_WRITES(PIN_OFF, PAGE / 2, (void)0);
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

/* What others may do to the page, after an fsync, without harm to its data. */
static bool harmless(FIXTURE_DATA(pin) *self, int nr, off_t off)
{
	char *addr = self->map + off, *buf, *moved;
	char path[96];
	int fd, status;
	pid_t pid;
	bool ok;

	switch (nr) {
	case 0:
		return !msync(addr, PAGE, MS_SYNC);
	case 1:
		return !sync_file_range(self->fd, off, PAGE, SYNC_FILE_RANGE_WAIT_BEFORE |
					SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
	case 2:
		return !syncfs(self->fd);
	case 3:
		sync();
		return !drop_caches();
	case 4:
		return !posix_fadvise(self->fd, off, PAGE, POSIX_FADV_DONTNEED);
	case 5:
		return !madvise(addr, PAGE, MADV_DONTNEED);
	case 6:
		return !madvise(addr, PAGE, MADV_COLD) && !madvise(addr, PAGE, MADV_PAGEOUT);
	case 7:	/* away and back, through page tables that know nothing of it */
		moved = mremap(addr, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
			       aligned_alloc(PAGE, PAGE));
		return moved != MAP_FAILED && mremap(moved, PAGE, PAGE, MREMAP_MAYMOVE |
						     MREMAP_FIXED, addr) == addr;
	case 8:	/* a child that has the mapping, and a private one of the page */
		pid = fork();
		if (!pid) {
			buf = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, self->fd, off);
			if (buf == MAP_FAILED)
				_exit(1);
			buf[0] = addr[0] + 1;
			_exit(0);
		}
		return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
	case 9:	/* a direct write nearby writes back and drops what it can */
		fd = open(self->file, O_RDWR | O_DIRECT);
		buf = aligned_alloc(PAGE, PAGE);
		memcpy(buf, self->want + off + PAGE, PAGE);
		ok = fd >= 0 && pwrite(fd, buf, PAGE, off + PAGE) == PAGE;
		free(buf);
		close(fd);
		return ok;
	case 10:	/* the next page is copied elsewhere */
		snprintf(path, sizeof(path), "%s/copy", self->mnt);
		fd = open(path, O_RDWR | O_CREAT, 0600);
		ok = fd >= 0 && copy_file_range(self->fd, &(off_t){ off + PAGE }, fd, NULL,
						PAGE, 0) == PAGE && !fsync(fd);
		close(fd);
		return ok;
	case 11:
		return !ftruncate(self->fd, 2 * FILE_SIZE) && !ftruncate(self->fd, FILE_SIZE);
	}
	return false;
}

#define NR_HARMLESS	12

/* Each on a page of its own; at last, what a power cut leaves. */
TEST_F_TIMEOUT(pin, data_after_what_others_do, TIMEOUT_S)
{
	struct pin p;
	off_t off;
	int i;

	NEEDS_WAIT("50");
	for (i = 0; i < NR_HARMLESS; i++) {
		off = PIN_OFF + i * 16 * PAGE;
		pin_start(&self->fuse, &p, self->map + off, PAGE, off, PIN_FOR_WRITING);
		ASSERT_EQ(0, fsync(self->fd));
		ASSERT_TRUE(harmless(self, i, off)) TH_LOG("%d: %m", i);
		ASSERT_FALSE(p.done);
		ASSERT_EQ(PAGE, pin_end(&p));
		fill(self->want + off, PAGE, off, FROM_PIN_DISK);
		ASSERT_EQ(0, memcmp(self->map + off, self->want + off, PAGE))
			TH_LOG("%d: the mapping has something else", i);
	}
	ASSERT_EQ(0, fsync(self->fd));
	power_cut();
	unmount_all();
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
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

TEST_HARNESS_MAIN
