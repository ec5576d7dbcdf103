// SPDX-License-Identifier: GPL-2.0
/*
 * caller_uring_test.c - io_uring: direct reads into a mapped file, buffers that
 * are registered, and sending without a copy
 */
#define _GNU_SOURCE
#include <liburing.h>
#include <sys/uio.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "loopback.h"
#include "swap.h"

#define TIMEOUT_S	120
#define SLOW_MS		3000
#define SLOW_MIB	16
#define DELAY		"uringdelay"
#define LEN		(2 * PAGE)

FIXTURE(uring) {
	struct caller c;
	struct io_uring ring;
	char disk[32], dev[32];
	int slow;
};

FIXTURE_VARIANT(uring) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(uring, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(uring, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(uring, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(uring)
{
	const char *skip = caller_setup(&self->c, variant->fs);
	char path[64], *data;
	int fd, err;

	if (skip)
		SKIP(return, "%s", skip);
	err = io_uring_queue_init(4, &self->ring, 0);
	if (err)
		SKIP(return, "no io_uring (CONFIG_IO_URING): %s", strerror(-err));
	snprintf(self->disk, sizeof(self->disk), "slow%d", getpid());
	snprintf(path, sizeof(path), "/dev/%s", self->disk);
	ramdisk_create(self->disk, SLOW_MIB);
	data = aligned_alloc(PAGE, FILE_SIZE);
	fill(data, FILE_SIZE, 0, FROM_PIN_DISK);
	fd = open(path, O_WRONLY | O_DIRECT);
	if (fd < 0 || write(fd, data, FILE_SIZE) != FILE_SIZE)
		bail_out("%s: %m", path);
	close(fd);
	free(data);
	delay_create(DELAY, self->disk, SLOW_MIB, SLOW_MS, 0, self->dev);
	self->slow = open(self->dev, O_RDONLY | O_DIRECT);
	if (self->slow < 0)
		bail_out("%s: %m", self->dev);
}

FIXTURE_TEARDOWN(uring)
{
	if (self->slow > 0) {
		close(self->slow);
		io_uring_queue_exit(&self->ring);
		delay_remove(DELAY);
		ramdisk_remove(self->disk);
	}
	caller_teardown(&self->c);
}

/* Returns when the disk has got the request: the pages are pinned. */
static void submit(struct io_uring *ring)
{
	if (io_uring_submit(ring) != 1)
		bail_out("io_uring does not take a request");
	while (!delayed_reads(DELAY))
		sleep_ms(10);
}

static int complete(struct io_uring *ring)
{
	struct io_uring_cqe *cqe;
	int ret = io_uring_wait_cqe(ring, &cqe);

	if (ret)
		return ret;
	ret = cqe->res;
	io_uring_cqe_seen(ring, cqe);
	return ret;
}

TEST_F_TIMEOUT(uring, read, TIMEOUT_S)
{
	struct caller *c = &self->c;
	long before = caller_pins();

	io_uring_prep_read(io_uring_get_sqe(&self->ring), self->slow, c->map + PIN_OFF, LEN,
			   PIN_OFF);
	submit(&self->ring);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	EXPECT_EQ(caller_clean(c), 0);
	EXPECT_EQ(complete(&self->ring), LEN);
	EXPECT_EQ(caller_pins(), before);
	fill(c->want + PIN_OFF, LEN, PIN_OFF, FROM_PIN_DISK);
	EXPECT_STREQ(caller_on_disk(c), "");
}

#define BLOCK_DISCARD	_IO(0x12, 0)	/* linux/blkdev.h, since 6.12 */

/* A discard takes the page away from the disk, pinned or not, and does not fail. */
TEST_F_TIMEOUT(uring, discard_under_a_pin, TIMEOUT_S)
{
	struct io_uring_sqe *sqe;
	struct io_uring_cqe *cqe;
	long before = caller_pins();
	char name[32], path[64], *map, got[PAGE], none[PAGE] = {};
	int fd;

	if (strcmp(variant->fs, "ext4"))
		SKIP(return, "it needs no file system");
	snprintf(name, sizeof(name), "discard%d", getpid());
	snprintf(path, sizeof(path), "/dev/%s", name);
	ramdisk_make(name, SLOW_MIB, "1");
	fd = open(path, O_RDWR);
	ASSERT_GE(fd, 0);
	map = mmap(NULL, FILE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_NE(map, MAP_FAILED);
	fill(map, FILE_SIZE, 0, FROM_FILE);
	ASSERT_EQ(fsync(fd), 0);
	io_uring_prep_read(io_uring_get_sqe(&self->ring), self->slow, map + PIN_OFF, PAGE, PIN_OFF);
	submit(&self->ring);
	EXPECT_EQ(caller_pins() - before, 1);
	sqe = io_uring_get_sqe(&self->ring);
	io_uring_prep_rw(IORING_OP_URING_CMD, sqe, fd, NULL, 0, BLOCK_DISCARD);
	sqe->addr = PIN_OFF;
	sqe->addr3 = PAGE;
	sqe->user_data = 1;
	ASSERT_EQ(io_uring_submit(&self->ring), 1);
	ASSERT_EQ(io_uring_wait_cqe(&self->ring, &cqe), 0);
	EXPECT_EQ(cqe->user_data, 1);
	EXPECT_EQ(cqe->res, 0);
	io_uring_cqe_seen(&self->ring, cqe);
	EXPECT_EQ(complete(&self->ring), PAGE);
	EXPECT_EQ(caller_pins(), before);
	ASSERT_EQ(pread(fd, got, PAGE, PIN_OFF), PAGE);
	EXPECT_EQ(memcmp(got, none, PAGE), 0);
	munmap(map, FILE_SIZE);
	close(fd);
	ramdisk_remove(name);
}

/* Nobody could make the owner of a registered buffer let go of a file. */
TEST_F_TIMEOUT(uring, file_is_no_fixed_buffer, TIMEOUT_S)
{
	struct iovec iov = { self->c.map, FILE_SIZE };
	long before = caller_pins();

	EXPECT_EQ(io_uring_register_buffers(&self->ring, &iov, 1), -EFAULT);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(&self->c), "");
}

TEST_F_TIMEOUT(uring, fixed_buffer, TIMEOUT_S)
{
	char *buf = aligned_alloc(PAGE, LEN), *want = aligned_alloc(PAGE, LEN);
	struct iovec iov = { buf, LEN };
	long before = caller_pins();

	ASSERT_EQ(io_uring_register_buffers(&self->ring, &iov, 1), 0);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	io_uring_prep_read_fixed(io_uring_get_sqe(&self->ring), self->slow, buf, LEN, 0, 0);
	submit(&self->ring);
	EXPECT_EQ(complete(&self->ring), LEN);
	fill(want, LEN, 0, FROM_PIN_DISK);
	EXPECT_EQ(memcmp(buf, want, LEN), 0);
	ASSERT_EQ(io_uring_unregister_buffers(&self->ring), 0);
	EXPECT_EQ(caller_pins(), before);
	free(buf);
	free(want);
}

/* What was read into a registered buffer is kept, also if the page was clean. */
TEST_F_TIMEOUT(uring, fixed_buffer_that_was_clean, TIMEOUT_S)
{
	char *buf = mmap(NULL, LEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *want = malloc(LEN);
	struct iovec iov = { buf, LEN };
	struct swap swap;

	memset(buf, 'o', LEN);
	swap_start(&swap);
	ASSERT_TRUE(swap_out(buf, LEN));
	swap_in(buf, LEN);
	ASSERT_EQ(io_uring_register_buffers(&self->ring, &iov, 1), 0);
	io_uring_prep_read_fixed(io_uring_get_sqe(&self->ring), self->slow, buf, LEN, 0, 0);
	submit(&self->ring);
	EXPECT_EQ(complete(&self->ring), LEN);
	ASSERT_EQ(io_uring_unregister_buffers(&self->ring), 0);
	ASSERT_TRUE(swap_out(buf, LEN));
	fill(want, LEN, 0, FROM_PIN_DISK);
	EXPECT_EQ(memcmp(buf, want, LEN), 0);
	munmap(buf, LEN);
	swap_stop(&swap);
	free(want);
}

/*
 * A TCP connection whose receiver takes only a little, and has got more: what is
 * sent next stays with the sender until somebody reads.
 */
#define BACKLOG		(256 * 1024)

static void full_connection(int *out, int *in)
{
	char *data = calloc(1, BACKLOG);

	loopback_connect(out, in, 8 * BACKLOG, 4096);
	if (send(*out, data, BACKLOG, MSG_DONTWAIT) != BACKLOG)
		bail_out("the connection does not take the backlog: %m");
	free(data);
}

/* The queue of a socket only reads: it is no pin, and delays nobody. */
TEST_F_TIMEOUT(uring, send_zc, TIMEOUT_S)
{
	char *got = malloc(BACKLOG + LEN);
	struct caller *c = &self->c;
	struct io_uring_cqe *cqe;
	long before = caller_pins();
	int out, in;

	full_connection(&out, &in);
	memset(c->map + 4 * PIN_OFF, 'x', PAGE);
	memset(c->want + 4 * PIN_OFF, 'x', PAGE);
	io_uring_prep_send_zc(io_uring_get_sqe(&self->ring), out, c->map + PIN_OFF, LEN, 0, 0);
	ASSERT_EQ(io_uring_submit(&self->ring), 1);
	ASSERT_EQ(io_uring_wait_cqe(&self->ring, &cqe), 0);
	ASSERT_EQ(cqe->res, LEN);
	/* Another completion will say that the pages are free. */
	ASSERT_TRUE(cqe->flags & IORING_CQE_F_MORE);
	io_uring_cqe_seen(&self->ring, cqe);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_TRUE(caller_fsync_does_not_wait(c));
	ASSERT_EQ(io_uring_peek_cqe(&self->ring, &cqe), -EAGAIN);
	ASSERT_EQ(recv(in, got, BACKLOG + LEN, MSG_WAITALL), BACKLOG + LEN);
	EXPECT_EQ(memcmp(got + BACKLOG, c->want + PIN_OFF, LEN), 0);
	ASSERT_EQ(io_uring_wait_cqe(&self->ring, &cqe), 0);
	EXPECT_TRUE(cqe->flags & IORING_CQE_F_NOTIF);
	io_uring_cqe_seen(&self->ring, cqe);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(c), "");
	close(out);
	close(in);
	free(got);
}

TEST_HARNESS_MAIN
