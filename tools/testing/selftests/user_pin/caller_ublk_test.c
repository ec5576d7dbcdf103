// SPDX-License-Identifier: GPL-2.0
/*
 * caller_ublk_test.c - pins of ublk: the buffers of a block device's server
 *
 * The test is the server of a ublk device, and its buffer is a mapped file. A
 * thread writes to the device and reads from it. With UBLK_F_NEED_GET_DATA it
 * is the server that says when the data of a write are to be copied, and where.
 *
 * Newer drivers copy by page faults and pin nothing. What they pin is memory
 * that is registered for zero copy.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <linux/io_uring.h>
#include <linux/ublk_cmd.h>
#include <sys/syscall.h>

#include "../kselftest_harness.h"
#include "caller.h"

/* What the installed headers may not have yet. */
#ifndef UBLK_U_IO_FETCH_REQ
#define UBLK_U_CMD_ADD_DEV		_IOWR('u', UBLK_CMD_ADD_DEV, struct ublksrv_ctrl_cmd)
#define UBLK_U_CMD_DEL_DEV		_IOWR('u', UBLK_CMD_DEL_DEV, struct ublksrv_ctrl_cmd)
#define UBLK_U_CMD_START_DEV		_IOWR('u', UBLK_CMD_START_DEV, struct ublksrv_ctrl_cmd)
#define UBLK_U_CMD_STOP_DEV		_IOWR('u', UBLK_CMD_STOP_DEV, struct ublksrv_ctrl_cmd)
#define UBLK_U_CMD_SET_PARAMS		_IOWR('u', UBLK_CMD_SET_PARAMS, struct ublksrv_ctrl_cmd)
#define UBLK_U_IO_FETCH_REQ		_IOWR('u', UBLK_IO_FETCH_REQ, struct ublksrv_io_cmd)
#define UBLK_U_IO_COMMIT_AND_FETCH_REQ	\
	_IOWR('u', UBLK_IO_COMMIT_AND_FETCH_REQ, struct ublksrv_io_cmd)
#define UBLK_U_IO_NEED_GET_DATA		_IOWR('u', UBLK_IO_NEED_GET_DATA, struct ublksrv_io_cmd)
#endif
#ifndef UBLK_U_CMD_GET_FEATURES
#define UBLK_U_CMD_GET_FEATURES		_IOR('u', 0x13, struct ublksrv_ctrl_cmd)
#endif
#ifndef UBLK_F_NO_AUTO_PART_SCAN
#define UBLK_F_NO_AUTO_PART_SCAN	0x40000ULL
#endif
#ifndef UBLK_F_SHMEM_ZC
#define UBLK_F_SHMEM_ZC			0x80000ULL
#define UBLK_U_CMD_REG_BUF		_IOWR('u', 0x18, struct ublksrv_ctrl_cmd)
#define UBLK_U_CMD_UNREG_BUF		_IOWR('u', 0x19, struct ublksrv_ctrl_cmd)
#define UBLK_SHMEM_BUF_READ_ONLY	0x1
struct ublk_shmem_buf_reg {
	__u64 addr;
	__u64 len;
	__u32 flags;
	__u32 reserved;
};
#endif

#define TIMEOUT_S	120
#define DEV_SIZE	(16 << 20)
#define DEV_OFF		(DEV_SIZE / 16)	/* what the tests read and write there */
#define IO_SIZE		(64 * 1024)

/* === The server ========================================================= */

enum { FOR_CONTROL = 1, FOR_IO };	/* user_data */

struct ublk {
	int ring, control, dev, id;
	char *ring_map;
	struct io_uring_sqe *sqes;
	struct io_uring_params p;
	struct ublksrv_io_desc *iod;
	char *zero;
	bool started, control_done;
	int control_res;
};

#define RING_SIZE	(64 * 1024)	/* more than both rings need */

static __u32 *ring_word(struct ublk *u, unsigned int off)
{
	return (__u32 *)(u->ring_map + off);
}

static struct io_uring_sqe *ring_sqe(struct ublk *u, int fd, __u32 cmd, __u64 user_data)
{
	unsigned int i = *ring_word(u, u->p.sq_off.tail) & *ring_word(u, u->p.sq_off.ring_mask);
	struct io_uring_sqe *sqe = &u->sqes[2 * i];	/* IORING_SETUP_SQE128 */

	memset(sqe, 0, 2 * sizeof(*sqe));
	sqe->opcode = IORING_OP_URING_CMD;
	sqe->fd = fd;
	sqe->off = cmd;
	sqe->user_data = user_data;
	ring_word(u, u->p.sq_off.array)[i] = i;
	return sqe;
}

static void ring_enter(struct ublk *u, unsigned int submit, unsigned int wait)
{
	__u32 *tail = ring_word(u, u->p.sq_off.tail);
	int ret;

	__atomic_store_n(tail, *tail + submit, __ATOMIC_RELEASE);
	do {
		ret = syscall(SYS_io_uring_enter, u->ring, submit, wait,
			      wait ? IORING_ENTER_GETEVENTS : 0, NULL, 0);
	} while (ret < 0 && errno == EINTR);
	if (ret < 0)
		bail_out("io_uring_enter: %m");
}

/* Wait for the next answer: true and its result if it is about I/O. */
static bool ring_wait(struct ublk *u, int *res)
{
	__u32 *head = ring_word(u, u->p.cq_off.head);
	__u32 *tail = ring_word(u, u->p.cq_off.tail);
	struct io_uring_cqe *cqe;
	bool io;

	while (*head == __atomic_load_n(tail, __ATOMIC_ACQUIRE))
		ring_enter(u, 0, 1);
	cqe = (struct io_uring_cqe *)(u->ring_map + u->p.cq_off.cqes);
	cqe += *head & *ring_word(u, u->p.cq_off.ring_mask);
	io = cqe->user_data == FOR_IO;
	if (io) {
		*res = cqe->res;
	} else {
		u->control_res = cqe->res;
		u->control_done = true;
	}
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return io;
}

static void control_start(struct ublk *u, __u32 cmd, void *addr, size_t len, __u64 data)
{
	struct io_uring_sqe *sqe = ring_sqe(u, u->control, cmd, FOR_CONTROL);
	struct ublksrv_ctrl_cmd *arg = (void *)((char *)sqe + offsetof(struct io_uring_sqe, addr3));

	*arg = (struct ublksrv_ctrl_cmd){
		.dev_id = u->id, .queue_id = -1, .len = len, .addr = (unsigned long)addr,
		.data[0] = data,
	};
	u->control_done = false;
	ring_enter(u, 1, 0);
}

/* Only while no I/O is expected. */
static int control(struct ublk *u, __u32 cmd, void *addr, size_t len, __u64 data)
{
	int res;

	control_start(u, cmd, addr, len, data);
	while (!u->control_done)
		ring_wait(u, &res);
	return u->control_res;
}

static void io_command(struct ublk *u, __u32 cmd, void *addr, int result)
{
	struct io_uring_sqe *sqe = ring_sqe(u, u->dev, cmd, FOR_IO);
	struct ublksrv_io_cmd *arg = (void *)((char *)sqe + offsetof(struct io_uring_sqe, addr3));

	*arg = (struct ublksrv_io_cmd){ .result = result, .addr = (unsigned long)addr };
	ring_enter(u, 1, 0);
}

static void io_commit(struct ublk *u, void *addr)
{
	io_command(u, UBLK_U_IO_COMMIT_AND_FETCH_REQ, addr, u->iod->nr_sectors << 9);
}

/*
 * Wait for the request at DEV_OFF, and return what the driver says. Others, such
 * as those that look for partitions, read zeroes.
 */
static int io_next(struct ublk *u)
{
	int res;

	for (;;) {
		if (!ring_wait(u, &res))
			continue;
		if (res < 0 || u->iod->start_sector == DEV_OFF >> 9)
			return res;
		io_commit(u, u->zero);
	}
}

/* The features of the driver, or -1: it is not there. */
static long long ublk_open(struct ublk *u)
{
	__u64 features = 0;

	u->id = -1;
	u->control = open("/dev/ublk-control", O_RDWR | O_CLOEXEC);
	if (u->control < 0)
		return -1;
	u->p.flags = IORING_SETUP_SQE128;
	u->ring = syscall(SYS_io_uring_setup, 8, &u->p);
	if (u->ring < 0)
		bail_out("io_uring_setup: %m");
	u->ring_map = mmap(NULL, RING_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, u->ring,
			   IORING_OFF_SQ_RING);
	u->sqes = mmap(NULL, u->p.sq_entries * 2 * sizeof(*u->sqes), PROT_READ | PROT_WRITE,
		       MAP_SHARED, u->ring, IORING_OFF_SQES);
	if (u->ring_map == MAP_FAILED || u->sqes == MAP_FAILED)
		bail_out("cannot map the ring: %m");
	if (control(u, UBLK_U_CMD_GET_FEATURES, &features, sizeof(features), 0))
		bail_out("ublk: features: %s", strerror(-u->control_res));
	return features;
}

static void ublk_add(struct ublk *u, __u64 flags)
{
	struct ublksrv_ctrl_dev_info info = {
		.nr_hw_queues = 1, .queue_depth = 1, .max_io_buf_bytes = IO_SIZE,
		.dev_id = -1, .flags = UBLK_F_NO_AUTO_PART_SCAN | flags,
	};

	if (control(u, UBLK_U_CMD_ADD_DEV, &info, sizeof(info), 0))
		bail_out("ublk: add: %s", strerror(-u->control_res));
	u->id = info.dev_id;
}

static void ublk_start(struct ublk *u)
{
	struct ublk_params params = {
		.len = sizeof(params), .types = UBLK_PARAM_TYPE_BASIC,
		.basic = {
			.logical_bs_shift = 12, .physical_bs_shift = 12, .io_min_shift = 12,
			.io_opt_shift = 12, .max_sectors = IO_SIZE >> 9,
			.dev_sectors = DEV_SIZE >> 9,
		},
	};
	char path[32];
	int res;

	if (control(u, UBLK_U_CMD_SET_PARAMS, &params, sizeof(params), 0))
		bail_out("ublk: parameters: %s", strerror(-u->control_res));
	snprintf(path, sizeof(path), "/dev/ublkc%d", u->id);
	u->dev = open(path, O_RDWR | O_CLOEXEC);
	u->iod = mmap(NULL, PAGE, PROT_READ, MAP_SHARED | MAP_POPULATE, u->dev, 0);
	u->zero = mmap(NULL, IO_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (u->dev < 0 || u->iod == MAP_FAILED || u->zero == MAP_FAILED)
		bail_out("%s: %m", path);
	io_command(u, UBLK_U_IO_FETCH_REQ, NULL, 0);
	/* Looks for partitions before it returns, or later. */
	control_start(u, UBLK_U_CMD_START_DEV, NULL, 0, getpid());
	while (!u->control_done)
		if (ring_wait(u, &res))
			io_commit(u, u->zero);
	if (u->control_res)
		bail_out("ublk: start: %s", strerror(-u->control_res));
	u->started = true;
}

/* All requests are answered. */
static int ublk_remove(struct ublk *u)
{
	int res = 0;

	if (u->started) {
		control_start(u, UBLK_U_CMD_STOP_DEV, NULL, 0, 0);
		/* The device gives its fetch command back. */
		while (!u->control_done || res >= 0)
			if (ring_wait(u, &res) && res >= 0)
				io_commit(u, u->zero);
		munmap(u->iod, PAGE);
		close(u->dev);
		u->started = false;
	}
	res = control(u, UBLK_U_CMD_DEL_DEV, NULL, 0, 0);
	u->id = -1;
	return res;
}

/* === The client ========================================================= */

struct client {
	struct ublk *u;
	pthread_t thread;
	bool write;
	char data[PAGE];
	int err;
};

/* Buffered, so that no page of the client is pinned. */
static void *client_main(void *arg)
{
	struct client *cl = arg;
	char path[32];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/dev/ublkb%d", cl->u->id);
	fd = open(path, O_RDWR | O_CLOEXEC);
	posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
	if (cl->write)
		n = pwrite(fd, cl->data, PAGE, DEV_OFF);
	else
		n = pread(fd, cl->data, PAGE, DEV_OFF);
	cl->err = n != PAGE || (cl->write && fsync(fd)) ? errno : 0;
	close(fd);
	return NULL;
}

static void client_start(struct client *cl, struct ublk *u, bool write)
{
	cl->u = u;
	cl->write = write;
	if (write)
		fill(cl->data, PAGE, DEV_OFF, FROM_PIN_DISK);
	if (pthread_create(&cl->thread, NULL, client_main, cl))
		bail_out("no thread");
}

/* Its request is answered. */
static int client_end(struct client *cl)
{
	pthread_join(cl->thread, NULL);
	return cl->err;
}

/* === Tests ============================================================== */

/* The buffer begins in the middle of a page. */
#define BUF_OFF		(PIN_OFF + 512)
#define BUF_PAGES	2

FIXTURE(ublk) {
	struct caller c;
	struct ublk u;
	struct client cl;
	long long features;
};

FIXTURE_SETUP(ublk)
{
	const char *skip;

	self->features = ublk_open(&self->u);
	if (self->features < 0)
		SKIP(return, "no /dev/ublk-control (CONFIG_BLK_DEV_UBLK)");
	skip = caller_setup(&self->c, "ext4");
	if (skip)
		SKIP(return, "%s", skip);
}

FIXTURE_TEARDOWN(ublk)
{
	/* What a failed test left ends with the process. */
	if (self->u.id >= 0 && !self->u.started)
		ublk_remove(&self->u);
	caller_teardown(&self->c);
}

/* The drivers that register buffers pin for nothing else. */
static unsigned long copy_pins(long long features)
{
	return features & UBLK_F_SHMEM_ZC ? 0 : BUF_PAGES;
}

TEST_F_TIMEOUT(ublk, data_of_a_write_are_kept, TIMEOUT_S)
{
	struct caller_vmstat before, after;

	ublk_add(&self->u, UBLK_F_NEED_GET_DATA);
	ublk_start(&self->u);
	client_start(&self->cl, &self->u, true);
	ASSERT_EQ(UBLK_IO_RES_NEED_GET_DATA, io_next(&self->u));
	ASSERT_EQ(PAGE >> 9, self->u.iod->nr_sectors);
	ASSERT_EQ(0, caller_clean(&self->c));
	caller_vmstat(&before);
	io_command(&self->u, UBLK_U_IO_NEED_GET_DATA, self->c.map + BUF_OFF, 0);
	ASSERT_EQ(UBLK_IO_RES_OK, io_next(&self->u));
	caller_vmstat(&after);
	EXPECT_EQ(copy_pins(self->features), after.acquired - before.acquired);
	EXPECT_EQ(copy_pins(self->features), after.released - before.released);
	io_commit(&self->u, self->u.zero);
	ASSERT_EQ(0, client_end(&self->cl));
	ASSERT_EQ(0, ublk_remove(&self->u));

	fill(self->c.want + BUF_OFF, PAGE, DEV_OFF, FROM_PIN_DISK);
	EXPECT_EQ(0, caller_pins());
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

TEST_F_TIMEOUT(ublk, data_of_a_read_are_only_read, TIMEOUT_S)
{
	struct caller_vmstat before, after;

	ublk_add(&self->u, UBLK_F_NEED_GET_DATA);
	ublk_start(&self->u);
	client_start(&self->cl, &self->u, false);
	ASSERT_EQ(UBLK_IO_RES_OK, io_next(&self->u));
	ASSERT_EQ(PAGE >> 9, self->u.iod->nr_sectors);
	ASSERT_EQ(0, caller_clean(&self->c));
	caller_vmstat(&before);
	io_commit(&self->u, self->c.map + BUF_OFF);
	ASSERT_EQ(0, client_end(&self->cl));
	caller_vmstat(&after);
	EXPECT_EQ(copy_pins(self->features), after.acquired - before.acquired);
	EXPECT_EQ(copy_pins(self->features), after.released - before.released);
	EXPECT_EQ(0, memcmp(self->cl.data, self->c.want + BUF_OFF, PAGE));
	ASSERT_EQ(0, ublk_remove(&self->u));
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

static int reg_buf(struct ublk *u, void *addr, size_t len, unsigned int flags)
{
	struct ublk_shmem_buf_reg reg = {
		.addr = (unsigned long)addr, .len = len, .flags = flags,
	};

	return control(u, UBLK_U_CMD_REG_BUF, &reg, sizeof(reg), 0);
}

/* Registered memory is pinned for long: refused for a file if it can be written. */
TEST_F_TIMEOUT(ublk, registered_buffers_are_longterm, TIMEOUT_S)
{
	const size_t len = 16 * PAGE;
	char *mem = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int index;

	if (!(self->features & UBLK_F_SHMEM_ZC))
		SKIP(return, "this ublk registers no buffers");
	ASSERT_NE(MAP_FAILED, mem);
	ublk_add(&self->u, UBLK_F_SHMEM_ZC);
	EXPECT_EQ(-EFAULT, reg_buf(&self->u, self->c.map, len, 0));
	EXPECT_EQ(0, caller_pins());

	index = reg_buf(&self->u, mem, len, 0);
	ASSERT_GE(index, 0);
	EXPECT_EQ(16, caller_pins());
	ASSERT_EQ(0, control(&self->u, UBLK_U_CMD_UNREG_BUF, NULL, 0, index));
	EXPECT_EQ(0, caller_pins());

	/* A reader delays nobody, and goes with the device. */
	index = reg_buf(&self->u, self->c.map, len, UBLK_SHMEM_BUF_READ_ONLY);
	ASSERT_GE(index, 0);
	EXPECT_EQ(16, caller_pins());
	self->c.map[0] = 'x';
	self->c.want[0] = 'x';
	EXPECT_TRUE(caller_fsync_does_not_wait(&self->c));
	ASSERT_EQ(0, ublk_remove(&self->u));
	EXPECT_EQ(0, caller_pins());
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

TEST_HARNESS_MAIN
