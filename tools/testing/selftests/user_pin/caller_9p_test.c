// SPDX-License-Identifier: GPL-2.0
/*
 * caller_9p_test.c - direct I/O over 9p into a mapped file
 *
 * Needs a 9p mount that can be written, such as the virtual machine's shared
 * directory. Over virtio, the pages are handed to the host without a copy.
 */
#define _GNU_SOURCE
#include <mntent.h>

#include "../kselftest_harness.h"
#include "caller.h"

#define TIMEOUT_S	120
#define LEN		(4 * PAGE)

FIXTURE(p9) {
	struct caller c;
	char path[256];
	int remote;
};

FIXTURE_VARIANT(p9) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(p9, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(p9, xfs) { .fs = "xfs" };		/* large folios */

static int open_on_9p(char *path, size_t size)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	struct mntent *m;
	int fd = -1;

	while (fd < 0 && mounts && (m = getmntent(mounts))) {
		if (strcmp(m->mnt_type, "9p"))
			continue;
		snprintf(path, size, "%s/user_pin_9p_%d", m->mnt_dir, getpid());
		fd = open(path, O_RDWR | O_CREAT | O_DIRECT, 0600);
	}
	if (mounts)
		endmntent(mounts);
	return fd;
}

FIXTURE_SETUP(p9)
{
	const char *skip = caller_setup(&self->c, variant->fs);

	self->remote = -1;
	if (skip)
		SKIP(return, "%s", skip);
	self->remote = open_on_9p(self->path, sizeof(self->path));
	if (self->remote < 0)
		SKIP(return, "no 9p file system that can be written");
}

FIXTURE_TEARDOWN(p9)
{
	if (self->remote >= 0) {
		close(self->remote);
		unlink(self->path);
	}
	caller_teardown(&self->c);
}

/* Write a part of the mapping, clean it, read it into another part. */
TEST_F_TIMEOUT(p9, write_and_read, TIMEOUT_S)
{
	struct caller_vmstat before, after;
	struct caller *c = &self->c;

	fill(c->map + PIN_OFF, LEN, 0, FROM_PIN_DISK);
	caller_vmstat(&before);
	ASSERT_EQ(pwrite(self->remote, c->map + PIN_OFF, LEN, 0), LEN);
	ASSERT_EQ(caller_clean(c), 0);
	ASSERT_EQ(pread(self->remote, c->map + 8 * PIN_OFF, LEN, 0), LEN);
	caller_vmstat(&after);
	/* Pinned, or the data was copied and this tests nothing. */
	EXPECT_GE(after.acquired - before.acquired, 2 * LEN / PAGE);
	EXPECT_EQ(after.acquired - before.acquired, after.released - before.released);
	fill(c->want + PIN_OFF, LEN, 0, FROM_PIN_DISK);
	memcpy(c->want + 8 * PIN_OFF, c->want + PIN_OFF, LEN);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_HARNESS_MAIN
