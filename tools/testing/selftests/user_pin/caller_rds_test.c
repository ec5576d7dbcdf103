// SPDX-License-Identifier: GPL-2.0
/*
 * caller_rds_test.c - RDS: memory that a peer reads or writes by RDMA
 *
 * Two sockets on one machine, over soft RoCE. The owner of the memory says when
 * its registration ends, so it is pinned for long, and refused if it is mapped
 * from a file that the peer could write to.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/socket.h>
#include <linux/rds.h>
#include <rdma/rdma_netlink.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "netlink.h"

#define TIMEOUT_S	120
#define DEVICE		"dummy0"		/* CONFIG_DUMMY makes it */
#define OWNER		"10.99.0.1"
#define PEER		"10.99.0.2"
#define LEN		(4 * PAGE)
#define MEM_SIZE	(8 * PAGE)

#ifndef AF_RDS
#define AF_RDS		21
#endif
#ifndef SOL_RDS
#define SOL_RDS		276
#endif

static struct sockaddr_in address(const char *ip, int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(ip),
	};
}

static void interface_set(const char *name, unsigned long what, const char *ip)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct ifreq rq = {};

	strncpy(rq.ifr_name, name, sizeof(rq.ifr_name) - 1);
	if (ip)
		*(struct sockaddr_in *)&rq.ifr_addr = address(ip, 0);
	else
		rq.ifr_flags = IFF_UP;
	if (ioctl(fd, what, &rq))
		bail_out("%s: %m", name);
	close(fd);
}

/* Two addresses on one interface, and a soft RoCE device on it. NULL or why not. */
static const char *rdma_setup(void)
{
	struct netlink_request rq = {};
	int fd = socket(AF_RDS, SOCK_SEQPACKET, 0), err;

	if (fd < 0)
		return "no RDS (CONFIG_RDS)";
	close(fd);
	if (!if_nametoindex(DEVICE))
		return "no " DEVICE " (CONFIG_DUMMY)";
	interface_set(DEVICE, SIOCSIFADDR, OWNER);
	interface_set(DEVICE ":1", SIOCSIFADDR, PEER);
	interface_set(DEVICE, SIOCSIFFLAGS, NULL);
	netlink_put_string(&rq, RDMA_NLDEV_ATTR_DEV_NAME, "user_pin");
	netlink_put_string(&rq, RDMA_NLDEV_ATTR_LINK_TYPE, "rxe");
	netlink_put_string(&rq, RDMA_NLDEV_ATTR_NDEV_NAME, DEVICE);
	err = netlink_ask(NETLINK_RDMA, RDMA_NL_GET_TYPE(RDMA_NL_NLDEV, RDMA_NLDEV_CMD_NEWLINK),
			  0, &rq);
	/* It stays for the next test. */
	if (err && err != -EEXIST)
		return "no soft RoCE (CONFIG_RDMA_RXE)";
	return NULL;
}

static int rds_socket(const char *ip, int port, int transport)
{
	struct sockaddr_in addr = address(ip, port);
	int fd = socket(AF_RDS, SOCK_SEQPACKET, 0);

	if (setsockopt(fd, SOL_RDS, SO_RDS_TRANSPORT, &transport, sizeof(transport)) ||
	    bind(fd, (void *)&addr, sizeof(addr)))
		bail_out("cannot bind an RDS socket to %s: %m", ip);
	return fd;
}

/* Send one byte, and with it what @type and @data say. 0 or -errno. */
static int rds_send(int fd, struct sockaddr_in *to, int type, const void *data, size_t len)
{
	char control[CMSG_SPACE(256)] = {}, byte = 'b';
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_name = to, .msg_namelen = sizeof(*to), .msg_iov = &iov, .msg_iovlen = 1,
	};
	struct cmsghdr *cm = (void *)control;

	if (data) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(len);
		cm->cmsg_level = SOL_RDS;
		cm->cmsg_type = type;
		cm->cmsg_len = CMSG_LEN(len);
		memcpy(CMSG_DATA(cm), data, len);
	}
	return sendmsg(fd, &msg, 0) == 1 ? 0 : -errno;
}

/* Wait for a message, or for the end of an RDMA operation, and take it. */
static void rds_receive(int fd, struct rds_rdma_notify *done)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char control[512], byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg;
	struct cmsghdr *cm;

	for (;;) {
		if (poll(&p, 1, -1) != 1)
			bail_out("poll: %m");
		msg = (struct msghdr){
			.msg_iov = &iov, .msg_iovlen = 1,
			.msg_control = control, .msg_controllen = sizeof(control),
		};
		if (recvmsg(fd, &msg, MSG_DONTWAIT) < 0) {
			if (errno == EAGAIN)
				continue;
			bail_out("recvmsg: %m");
		}
		if (!done)
			return;
		for (cm = CMSG_FIRSTHDR(&msg); cm; cm = CMSG_NXTHDR(&msg, cm)) {
			if (cm->cmsg_level != SOL_RDS || cm->cmsg_type != RDS_CMSG_RDMA_STATUS)
				continue;
			memcpy(done, CMSG_DATA(cm), sizeof(*done));
			return;
		}
	}
}

FIXTURE(rds) {
	struct caller c;
	struct sockaddr_in owner_addr, peer_addr;
	int owner, peer;
	char *mem;		/* of no file that is written back */
};

FIXTURE_VARIANT(rds) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(rds, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(rds, xfs) { .fs = "xfs" };

FIXTURE_SETUP(rds)
{
	const char *skip = caller_setup(&self->c, variant->fs);

	self->owner = -1;
	self->peer = -1;
	if (!skip)
		skip = rdma_setup();
	if (skip)
		SKIP(return, "%s", skip);
	self->mem = mmap(NULL, MEM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
			 0);
	self->owner_addr = address(OWNER, 4000);
	self->peer_addr = address(PEER, 4000);
	self->owner = rds_socket(OWNER, 4000, RDS_TRANS_IB);
	self->peer = rds_socket(PEER, 4000, RDS_TRANS_IB);
}

FIXTURE_TEARDOWN(rds)
{
	close(self->owner);
	close(self->peer);
	caller_teardown(&self->c);
}

static int get_mr(int fd, int option, char *addr)
{
	rds_rdma_cookie_t cookie;
	struct rds_get_mr_args args = {
		.vec = { (unsigned long)addr, LEN }, .cookie_addr = (unsigned long)&cookie,
		.flags = RDS_RDMA_READWRITE,
	};
	struct rds_get_mr_for_dest_args for_dest = {
		.vec = args.vec, .cookie_addr = args.cookie_addr, .flags = args.flags,
	};
	bool dest = option == RDS_GET_MR_FOR_DEST;

	return setsockopt(fd, SOL_RDS, option, dest ? (void *)&for_dest : &args,
			  dest ? sizeof(for_dest) : sizeof(args)) ? -errno : 0;
}

/*
 * Without a connection there is nothing to register with. The memory is pinned
 * before that is known, and given back; a file is not even pinned.
 */
TEST_F_TIMEOUT(rds, no_connection, TIMEOUT_S)
{
	const int option[] = { RDS_GET_MR, RDS_GET_MR_FOR_DEST };
	struct caller_vmstat before, after;
	int i, tcp;

	for (i = 0; i < 2; i++) {
		caller_vmstat(&before);
		EXPECT_LT(get_mr(self->owner, option[i], self->mem), 0);
		caller_vmstat(&after);
		EXPECT_EQ(after.acquired - before.acquired, LEN / PAGE);
		EXPECT_EQ(after.released - before.released, LEN / PAGE);
		EXPECT_EQ(get_mr(self->owner, option[i], self->c.map + PIN_OFF), -EFAULT);
		caller_vmstat(&before);
		EXPECT_EQ(before.acquired, after.acquired);
	}
	/* TCP has no RDMA at all. */
	tcp = rds_socket(OWNER, 4001, RDS_TRANS_TCP);
	EXPECT_EQ(get_mr(tcp, RDS_GET_MR, self->mem), -EOPNOTSUPP);
	caller_vmstat(&before);
	EXPECT_EQ(before.acquired, after.acquired);
	close(tcp);
	EXPECT_STREQ(caller_on_disk(&self->c), "");
}

/* Register memory, with a message to the peer that says so. 0 or -errno. */
static int map_for_peer(FIXTURE_DATA(rds) *self, char *addr, rds_rdma_cookie_t *cookie)
{
	struct rds_get_mr_args args = {
		.vec = { (unsigned long)addr, LEN }, .cookie_addr = (unsigned long)cookie,
		.flags = RDS_RDMA_READWRITE,
	};

	return rds_send(self->owner, &self->peer_addr, RDS_CMSG_RDMA_MAP, &args, sizeof(args));
}

/* Write @addr to what the owner has registered, or read it, and wait for the end. */
static int rdma(FIXTURE_DATA(rds) *self, bool write, char *addr, rds_rdma_cookie_t cookie)
{
	struct rds_iovec local = { (unsigned long)addr, LEN };
	struct rds_rdma_args args = {
		.cookie = cookie, .remote_vec = { 0, LEN },
		.local_vec_addr = (unsigned long)&local, .nr_local = 1,
		.flags = RDS_RDMA_NOTIFY_ME | (write ? RDS_RDMA_READWRITE : 0),
		.user_token = 7,
	};
	struct rds_rdma_notify done;
	int err = rds_send(self->peer, &self->owner_addr, RDS_CMSG_RDMA_ARGS, &args,
			   sizeof(args));

	if (err)
		return err;
	rds_receive(self->peer, &done);
	return done.status;
}

/* The first message connects the two. */
static void connect_both(FIXTURE_DATA(rds) *self)
{
	if (rds_send(self->owner, &self->peer_addr, 0, NULL, 0))
		bail_out("RDS message: %m");
	rds_receive(self->peer, NULL);
}

/*
 * RDS keeps a message, and with it the pins of its operation or the region that it
 * announced, until it is acknowledged and the device has told of a later one: both
 * only now and then. A region that nobody holds any more waits to be flushed. Send
 * messages, and flush, until no more than @pins are left.
 */
static void end_operations(int from, int to, struct sockaddr_in *addr, long pins)
{
	struct rds_free_mr_args flush = {};
	int i;

	for (i = 0; i < 200 && caller_pins() > pins; i++) {
		if (rds_send(from, addr, 0, NULL, 0))
			bail_out("RDS message: %m");
		rds_receive(to, NULL);
		if (setsockopt(from, SOL_RDS, RDS_FREE_MR, &flush, sizeof(flush)))
			bail_out("RDS_FREE_MR: %m");
	}
}

TEST_F_TIMEOUT(rds, memory_of_the_owner, TIMEOUT_S)
{
	struct rds_free_mr_args release = { .flags = RDS_RDMA_INVALIDATE };
	struct caller *c = &self->c;
	char *back = self->mem + LEN;
	long before;

	connect_both(self);
	before = caller_pins();
	/* Nobody could make its owner let go of a file. */
	EXPECT_EQ(map_for_peer(self, c->map + PIN_OFF, &release.cookie), -EFAULT);
	EXPECT_EQ(caller_pins(), before);

	ASSERT_EQ(map_for_peer(self, self->mem, &release.cookie), 0);
	rds_receive(self->peer, NULL);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);

	/* The peer writes what is in a file, and reads it again. */
	memset(c->map + PIN_OFF, 'x', PAGE);
	memset(c->want + PIN_OFF, 'x', PAGE);
	ASSERT_EQ(rdma(self, true, c->map + PIN_OFF, release.cookie), RDS_RDMA_SUCCESS);
	EXPECT_EQ(memcmp(self->mem, c->want + PIN_OFF, LEN), 0);
	EXPECT_TRUE(caller_fsync_does_not_wait(c));
	EXPECT_EQ(rdma(self, false, c->map + 4 * PIN_OFF, release.cookie), -EFAULT);
	ASSERT_EQ(rdma(self, false, back, release.cookie), RDS_RDMA_SUCCESS);
	EXPECT_EQ(memcmp(back, c->want + PIN_OFF, LEN), 0);
	end_operations(self->peer, self->owner, &self->owner_addr, before + LEN / PAGE);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);

	ASSERT_EQ(setsockopt(self->owner, SOL_RDS, RDS_FREE_MR, &release, sizeof(release)), 0);
	end_operations(self->owner, self->peer, &self->peer_addr, before);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_F_TIMEOUT(rds, registered_until_close, TIMEOUT_S)
{
	rds_rdma_cookie_t cookie;
	long before;

	connect_both(self);
	before = caller_pins();
	ASSERT_EQ(map_for_peer(self, self->mem, &cookie), 0);
	rds_receive(self->peer, NULL);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	close(self->owner);
	self->owner = rds_socket(OWNER, 4002, RDS_TRANS_IB);
	end_operations(self->owner, self->peer, &self->peer_addr, before);
	EXPECT_EQ(caller_pins(), before);
}

TEST_HARNESS_MAIN
