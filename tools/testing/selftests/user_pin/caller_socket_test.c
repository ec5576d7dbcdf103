// SPDX-License-Identifier: GPL-2.0
/*
 * caller_socket_test.c - MSG_ZEROCOPY: the page of a file waits in a send queue
 *
 * The network stack only reads such pages, for as long as the peer likes, and
 * holds plain references on them. That must delay nobody, whatever the file
 * system does meanwhile, and is no pin.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <linux/errqueue.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "loopback.h"

#define TIMEOUT_S	120
/* Far more than the receiver takes, far less than the sender may queue. */
#define FILLER		(512 * 1024)
#define SEND_BUFFER	(2 << 20)
#define RECEIVE_BUFFER	(16 * 1024)
#define DATA_LEN	(2 * PAGE)

FIXTURE(tcp) {
	struct caller c;
	int out, in;
};

FIXTURE_SETUP(tcp)
{
	const char *skip = caller_setup(&self->c, "ext4");
	int one = 1;

	if (skip)
		SKIP(return, "%s", skip);
	loopback_connect(&self->out, &self->in, SEND_BUFFER, RECEIVE_BUFFER);
	if (setsockopt(self->out, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)))
		bail_out("SO_ZEROCOPY: %m");
}

FIXTURE_TEARDOWN(tcp)
{
	close(self->in);
	close(self->out);
	caller_teardown(&self->c);
}

/* Has the stack let go of what was sent without a copy? Wait for it up to @ms. */
static bool sent(int fd, int ms)
{
	char control[128];
	struct msghdr msg = { .msg_control = control, .msg_controllen = sizeof(control) };
	struct pollfd p = { .fd = fd };		/* POLLERR */
	struct sock_extended_err *err;
	struct cmsghdr *cm;

	if (poll(&p, 1, ms) != 1)
		return false;
	if (recvmsg(fd, &msg, MSG_ERRQUEUE) < 0)
		bail_out("error queue: %m");
	cm = CMSG_FIRSTHDR(&msg);
	err = cm ? (void *)CMSG_DATA(cm) : NULL;
	if (!err || err->ee_origin != SO_EE_ORIGIN_ZEROCOPY)
		bail_out("not a notification of MSG_ZEROCOPY");
	return true;
}

TEST_F_TIMEOUT(tcp, page_in_a_send_queue_delays_nobody, TIMEOUT_S)
{
	char *filler = calloc(1, FILLER), *got = calloc(1, DATA_LEN);
	struct caller_vmstat before, after;

	ASSERT_EQ(FILLER, send(self->out, filler, FILLER, 0));
	caller_vmstat(&before);
	ASSERT_EQ(DATA_LEN, send(self->out, self->c.map + PIN_OFF, DATA_LEN, MSG_ZEROCOPY));
	caller_vmstat(&after);
	EXPECT_EQ(before.acquired, after.acquired);

	/* It is the page that waits, not a copy of it. */
	self->c.map[PIN_OFF] = 'x';
	self->c.want[PIN_OFF] = 'x';
	EXPECT_TRUE(caller_fsync_does_not_wait(&self->c));
	ASSERT_EQ(0, caller_clean(&self->c));
	EXPECT_FALSE(sent(self->out, 0));

	ASSERT_EQ(FILLER, recv(self->in, filler, FILLER, MSG_WAITALL));
	ASSERT_EQ(DATA_LEN, recv(self->in, got, DATA_LEN, MSG_WAITALL));
	EXPECT_EQ(0, memcmp(got, self->c.want + PIN_OFF, DATA_LEN));
	EXPECT_TRUE(sent(self->out, 10000));
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

/* Data that are received into a page of the file come through page faults. */
TEST_F_TIMEOUT(tcp, received_data_are_kept, TIMEOUT_S)
{
	struct caller_vmstat before, after;
	char data[DATA_LEN];

	fill(data, DATA_LEN, 0, FROM_PIN_DISK);
	ASSERT_EQ(0, caller_clean(&self->c));
	caller_vmstat(&before);
	ASSERT_EQ(DATA_LEN, send(self->out, data, DATA_LEN, 0));
	ASSERT_EQ(DATA_LEN, recv(self->in, self->c.map + PIN_OFF, DATA_LEN, MSG_WAITALL));
	caller_vmstat(&after);
	EXPECT_EQ(before.acquired, after.acquired);
	memcpy(self->c.want + PIN_OFF, data, DATA_LEN);
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

TEST_HARNESS_MAIN
