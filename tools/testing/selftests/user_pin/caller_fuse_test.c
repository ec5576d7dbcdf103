// SPDX-License-Identifier: GPL-2.0
/*
 * caller_fuse_test.c - a FUSE server whose buffer is a mapped file
 *
 * The kernel pins a page of the server's buffer while it copies a request into
 * it, or an answer out of it.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <linux/fuse.h>

#include "../kselftest_harness.h"
#include "caller.h"

#define TIMEOUT_S	120
#define MNT		"/tmp/user_pin_fuse"

FIXTURE(fuse) {
	struct caller c;
	int dev;
};

FIXTURE_VARIANT(fuse) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(fuse, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(fuse, xfs) { .fs = "xfs" };

FIXTURE_SETUP(fuse)
{
	const char *skip = caller_setup(&self->c, variant->fs);
	char opts[96];

	if (skip)
		SKIP(return, "%s", skip);
	self->dev = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (self->dev < 0)
		SKIP(return, "no /dev/fuse (CONFIG_FUSE_FS)");
	snprintf(opts, sizeof(opts), "fd=%d,rootmode=40000,user_id=0,group_id=0", self->dev);
	mkdir(MNT, 0700);
	if (mount("user_pin", MNT, "fuse", 0, opts))
		bail_out("cannot mount FUSE: %m");
}

FIXTURE_TEARDOWN(fuse)
{
	umount2(MNT, MNT_FORCE | MNT_DETACH);
	close(self->dev);
	caller_teardown(&self->c);
}

static void *ask(void *arg)
{
	int *err = arg;
	struct stat st;

	*err = stat(MNT, &st) ? errno : 0;
	return NULL;
}

/* The first request is INIT, which nobody waits for; the second a GETATTR. */
TEST_F_TIMEOUT(fuse, buffer, TIMEOUT_S)
{
	struct caller *c = &self->c;
	/* Across two pages: each is pinned by itself. */
	size_t off = PIN_OFF + PAGE - sizeof(struct fuse_in_header);
	struct fuse_in_header *in = (void *)(c->map + off);
	struct fuse_init_in *init = (void *)(in + 1);
	struct fuse_attr_out attr = {
		.attr = { .ino = FUSE_ROOT_ID, .mode = S_IFDIR | 0700, .nlink = 2 },
	};
	struct {
		struct fuse_out_header head;
		struct fuse_init_out init;
	} *answer = (void *)(c->map + 2 * PIN_OFF);
	struct caller_vmstat before, after;
	int err = -1;
	pthread_t asker;
	ssize_t n;

	ASSERT_EQ(caller_clean(c), 0);
	caller_vmstat(&before);
	n = read(self->dev, in, FUSE_MIN_READ_BUFFER);
	ASSERT_GE(n, (ssize_t)(sizeof(*in) + 16));
	EXPECT_EQ(in->opcode, FUSE_INIT);
	EXPECT_EQ(in->len, n);
	caller_vmstat(&after);
	EXPECT_GE(after.acquired - before.acquired, 2);
	EXPECT_EQ(after.acquired - before.acquired, after.released - before.released);
	memcpy(c->want + off, in, n);

	*answer = (typeof(*answer)){
		.head = { .len = sizeof(*answer), .unique = in->unique },
		.init = {
			.major = FUSE_KERNEL_VERSION, .minor = init->minor,
			.max_write = PAGE,
		},
	};
	memcpy(c->want + 2 * PIN_OFF, answer, sizeof(*answer));
	ASSERT_EQ(write(self->dev, answer, sizeof(*answer)), (ssize_t)sizeof(*answer));

	ASSERT_EQ(pthread_create(&asker, NULL, ask, &err), 0);
	in = (void *)c->map;
	n = read(self->dev, in, FUSE_MIN_READ_BUFFER);
	ASSERT_GE(n, (ssize_t)sizeof(*in));
	EXPECT_EQ(in->opcode, FUSE_GETATTR);
	memcpy(c->want, in, n);
	answer->head.unique = in->unique;
	answer->head.len = sizeof(answer->head) + sizeof(attr);
	memcpy(&answer->init, &attr, sizeof(attr));
	memcpy(c->want + 2 * PIN_OFF, answer, answer->head.len);
	ASSERT_EQ(write(self->dev, answer, answer->head.len), (ssize_t)answer->head.len);
	pthread_join(asker, NULL);
	EXPECT_EQ(err, 0);

	caller_vmstat(&after);
	EXPECT_EQ(after.acquired - before.acquired, after.released - before.released);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_HARNESS_MAIN
