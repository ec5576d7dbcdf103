// SPDX-License-Identifier: GPL-2.0
/*
 * caller_vmci_test.c - VMCI: a mapped file as the memory of a virtual machine
 *
 * The host side of VMCI needs no VMware device. The test plays the process that
 * runs a virtual machine, and the guest in it: to a connection from an AF_VSOCK
 * socket of the host it answers with a queue pair in its own memory. What the
 * host sends is written there by the kernel, not through the page table.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sys/socket.h>
#include <linux/vm_sockets.h>

#include "../kselftest_harness.h"
#include "caller.h"

#define TIMEOUT_S	120
#define DEVICE		"/dev/vmci"
#define GUEST_CID	1000
#define GUEST_PORT	5
#define HOST_CID	2
#define SOCKET_RESOURCE	1		/* where packets of AF_VSOCK go to */
#define QUEUE_SIZE	(4 * PAGE)
#define QUEUE_PAGES	(QUEUE_SIZE / PAGE + 1)	/* and a header */
#define LEN		(2 * PAGE + 100)

/* The interface of the device, which has no header in include/uapi. */
#define VMCI_INIT_CONTEXT	_IO(7, 0xa0)
#define VMCI_VERSION2		_IO(7, 0xa7)
#define VMCI_QUEUEPAIR_ALLOC	_IO(7, 0xa8)
#define VMCI_QUEUEPAIR_DETACH	_IO(7, 0xaa)
#define VMCI_DATAGRAM_SEND	_IO(7, 0xab)
#define VMCI_DATAGRAM_RECEIVE	_IO(7, 0xac)
#define VMCI_SET_NOTIFY		_IO(7, 0xcb)
#define VMCI_VERSION		(11 << 16)
#define VMCI_SUCCESS		0
#define VMCI_ERROR_GENERIC	(-13)
#define VMCI_ATTACH_ONLY	1

struct handle {
	unsigned int context, resource;
};

struct init_context {
	unsigned int cid, flags;
};

struct queue_pair {
	struct handle handle;
	unsigned int peer, flags;
	unsigned long long produce_size, consume_size, addr, pages;
	int result;
	unsigned int version;
};

struct detach {
	struct handle handle;
	int result;
	unsigned int pad;
};

struct notify {
	unsigned long long addr;
	int result;
	unsigned int pad;
};

struct transfer {
	unsigned long long addr;
	unsigned int len;
	int result;
};

struct queue_header {
	struct handle handle;
	unsigned long long tail, peer_head;
};

/* What the two ends of a connection tell each other. */
enum { OFFER = 3, ATTACH = 4, REQUEST2 = 11, NEGOTIATE2 = 12 };

struct packet {
	struct handle to, from;
	unsigned long long payload;
	unsigned char version, type;
	unsigned short proto;
	unsigned int from_port, to_port, reserved;
	union {
		unsigned long long size;
		struct handle handle;
		unsigned long long room[2];
	};
};

FIXTURE(vmci) {
	struct caller c;
	int dev, sock;
};

FIXTURE_VARIANT(vmci) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(vmci, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(vmci, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(vmci, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(vmci)
{
	struct init_context init = { .cid = GUEST_CID };
	const char *skip = caller_setup(&self->c, variant->fs);
	unsigned int version = VMCI_VERSION;

	self->dev = -1;
	self->sock = -1;
	if (skip)
		SKIP(return, "%s", skip);
	self->dev = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (self->dev < 0)
		SKIP(return, "no " DEVICE " (CONFIG_VMWARE_VMCI)");
	if (ioctl(self->dev, VMCI_VERSION2, &version) != VMCI_VERSION ||
	    ioctl(self->dev, VMCI_INIT_CONTEXT, &init) || init.cid != GUEST_CID)
		bail_out("no context of a virtual machine: %m");
}

FIXTURE_TEARDOWN(vmci)
{
	close(self->sock);
	close(self->dev);
	caller_teardown(&self->c);
}

static void packet_send(int dev, struct packet *p)
{
	struct transfer t = { (unsigned long)p, sizeof(*p) };

	p->payload = sizeof(*p) - offsetof(struct packet, version);
	p->version = 1;
	if (ioctl(dev, VMCI_DATAGRAM_SEND, &t) || t.result < VMCI_SUCCESS)
		bail_out("VMCI datagram: %d, %m", t.result);
}

/* The next packet of this type; others are of no interest. */
static struct packet packet_receive(int dev, int type)
{
	union {
		struct packet packet;
		char room[PAGE];
	} in;
	struct transfer t = { (unsigned long)&in, sizeof(in) };
	struct pollfd p = { .fd = dev, .events = POLLIN };

	do {
		if (poll(&p, 1, -1) != 1 || ioctl(dev, VMCI_DATAGRAM_RECEIVE, &t))
			bail_out("VMCI datagram: %m");
		t.len = sizeof(in);
	} while (t.result < VMCI_SUCCESS || in.packet.type != type);
	return in.packet;
}

/* Connect a socket of the host to the guest, whose queues are at @mem. */
static struct handle guest_accept(struct __test_metadata *_metadata, int dev, int sock,
				  char *mem)
{
	struct sockaddr_vm addr = {
		.svm_family = AF_VSOCK, .svm_cid = GUEST_CID, .svm_port = GUEST_PORT,
	};
	struct pollfd p = { .fd = sock, .events = POLLOUT };
	struct queue_header *produce = (void *)mem;
	struct queue_header *consume = (void *)(mem + QUEUE_PAGES * PAGE);
	struct queue_pair qp = {
		.peer = HOST_CID, .flags = VMCI_ATTACH_ONLY,
		.produce_size = QUEUE_SIZE, .consume_size = QUEUE_SIZE,
		.addr = (unsigned long)mem, .pages = 2 * QUEUE_PAGES,
	};
	struct packet in, out;
	socklen_t len = sizeof(int);
	int err;

	EXPECT_EQ(connect(sock, (void *)&addr, sizeof(addr)), -1);
	EXPECT_EQ(errno, EINPROGRESS);
	in = packet_receive(dev, REQUEST2);
	out = (struct packet){
		.to = { HOST_CID, SOCKET_RESOURCE }, .from = { GUEST_CID, SOCKET_RESOURCE },
		.to_port = in.from_port, .from_port = in.to_port,
		.type = NEGOTIATE2, .proto = in.proto, .size = QUEUE_SIZE,
	};
	packet_send(dev, &out);
	qp.handle = packet_receive(dev, OFFER).handle;

	*produce = *consume = (struct queue_header){ .handle = qp.handle };
	ASSERT_EQ(ioctl(dev, VMCI_QUEUEPAIR_ALLOC, &qp), 0);
	ASSERT_GE(qp.result, VMCI_SUCCESS);
	out.type = ATTACH;
	out.handle = qp.handle;
	packet_send(dev, &out);
	EXPECT_EQ(poll(&p, 1, -1), 1);
	EXPECT_EQ(getsockopt(sock, SOL_SOCKET, SO_ERROR, &err, &len), 0);
	EXPECT_EQ(err, 0);
	return qp.handle;
}

/* The kernel writes to a queue whose pages were written back meanwhile. */
TEST_F_TIMEOUT(vmci, queue_pair, TIMEOUT_S)
{
	struct caller *c = &self->c;
	size_t consume = PIN_OFF + QUEUE_PAGES * PAGE;
	char *data = malloc(QUEUE_SIZE);
	long before = caller_pins();
	struct detach detach = {};

	self->sock = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (self->sock < 0)
		SKIP(return, "no AF_VSOCK (CONFIG_VMWARE_VMCI_VSOCKETS)");
	detach.handle = guest_accept(_metadata, self->dev, self->sock, c->map + PIN_OFF);
	EXPECT_EQ(caller_pins() - before, 2 * QUEUE_PAGES);
	memcpy(c->want + PIN_OFF, c->map + PIN_OFF, sizeof(struct queue_header));
	memcpy(c->want + consume, c->map + consume, sizeof(struct queue_header));

	EXPECT_EQ(caller_clean(c), 0);
	fill(data, QUEUE_SIZE, PIN_OFF, FROM_PIN_DISK);
	EXPECT_EQ(send(self->sock, data, LEN, 0), LEN);
	EXPECT_EQ(caller_pins() - before, 2 * QUEUE_PAGES);
	memcpy(c->want + consume + PAGE, data, LEN);
	((struct queue_header *)(c->want + consume))->tail = LEN;

	EXPECT_EQ(ioctl(self->dev, VMCI_QUEUEPAIR_DETACH, &detach), 0);
	EXPECT_EQ(detach.result, VMCI_SUCCESS);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(c), "");
	free(data);
}

/* The same if the process ends without a word. */
TEST_F_TIMEOUT(vmci, queue_pair_until_close, TIMEOUT_S)
{
	struct caller *c = &self->c;
	long before = caller_pins();

	self->sock = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (self->sock < 0)
		SKIP(return, "no AF_VSOCK (CONFIG_VMWARE_VMCI_VSOCKETS)");
	guest_accept(_metadata, self->dev, self->sock, c->map + PIN_OFF);
	EXPECT_EQ(caller_pins() - before, 2 * QUEUE_PAGES);
	close(self->dev);
	self->dev = -1;
	EXPECT_EQ(caller_pins(), before);
}

static int set_notify(int dev, const void *addr)
{
	struct notify n = { .addr = (unsigned long)addr };

	return ioctl(dev, VMCI_SET_NOTIFY, &n) ? -errno : n.result;
}

/* A flag that is set when something has come, for as long as user space likes. */
TEST_F_TIMEOUT(vmci, notify_flag, TIMEOUT_S)
{
	char *flag = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct packet to_itself = {
		.to = { GUEST_CID, SOCKET_RESOURCE }, .from = { GUEST_CID, SOCKET_RESOURCE },
	};
	long before = caller_pins();

	ASSERT_NE(flag, MAP_FAILED);
	/* Nobody could make its owner let go of a file. */
	EXPECT_EQ(set_notify(self->dev, self->c.map + PIN_OFF), VMCI_ERROR_GENERIC);
	EXPECT_EQ(caller_pins(), before);

	ASSERT_EQ(set_notify(self->dev, flag + 7), VMCI_SUCCESS);
	EXPECT_EQ(caller_pins() - before, 1);
	EXPECT_EQ(flag[7], 0);
	packet_send(self->dev, &to_itself);
	EXPECT_EQ(flag[7], 1);
	EXPECT_EQ(set_notify(self->dev, NULL), VMCI_SUCCESS);
	EXPECT_EQ(caller_pins(), before);

	ASSERT_EQ(set_notify(self->dev, flag + 7), VMCI_SUCCESS);
	EXPECT_EQ(caller_pins() - before, 1);
	close(self->dev);
	self->dev = -1;
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(&self->c), "");
	munmap(flag, PAGE);
}

TEST_HARNESS_MAIN
