// SPDX-License-Identifier: GPL-2.0
/*
 * caller_pipe_test.c - pages of a mapped file in a pipe
 *
 * vmsplice() puts references of pages into a pipe, where they stay as long as
 * nobody reads it. A pipe only reads: it is no pin, and delays nobody.
 */
#define _GNU_SOURCE
#include <sys/uio.h>

#include "../kselftest_harness.h"
#include "caller.h"

#define TIMEOUT_S	120

FIXTURE(pipe) {
	struct caller c;
	int p[2];
};

FIXTURE_VARIANT(pipe) {
	const char *fs;
	unsigned int flags;
};

FIXTURE_VARIANT_ADD(pipe, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(pipe, ext4_gift) { .fs = "ext4", .flags = SPLICE_F_GIFT };
FIXTURE_VARIANT_ADD(pipe, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(pipe, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(pipe)
{
	const char *skip = caller_setup(&self->c, variant->fs);

	if (skip)
		SKIP(return, "%s", skip);
	if (pipe(self->p))
		bail_out("no pipe: %m");
}

FIXTURE_TEARDOWN(pipe)
{
	close(self->p[0]);
	close(self->p[1]);
	caller_teardown(&self->c);
}

TEST_F_TIMEOUT(pipe, vmsplice, TIMEOUT_S)
{
	struct caller *c = &self->c;
	struct iovec in = { c->map + PIN_OFF, 2 * PAGE };
	struct iovec out = { c->map + 8 * PIN_OFF, 2 * PAGE };
	long before = caller_pins();

	memset(c->map + PIN_OFF, 'x', 2 * PAGE);
	ASSERT_EQ(vmsplice(self->p[1], &in, 1, variant->flags), 2 * PAGE);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_TRUE(caller_fsync_does_not_wait(c));
	EXPECT_EQ(caller_clean(c), 0);
	/* The other way the data is copied, into pages that are written to. */
	ASSERT_EQ(vmsplice(self->p[0], &out, 1, 0), 2 * PAGE);
	EXPECT_EQ(caller_pins(), before);
	memset(c->want + PIN_OFF, 'x', 2 * PAGE);
	memset(c->want + 8 * PIN_OFF, 'x', 2 * PAGE);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_HARNESS_MAIN
