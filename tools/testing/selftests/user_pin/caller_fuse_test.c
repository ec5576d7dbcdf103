// SPDX-License-Identifier: GPL-2.0
/*
 * caller_fuse_test.c - a mapped file as the buffer of a FUSE server, or client
 *
 * The kernel pins a page of the server's buffer while it copies a request into
 * it, or an answer out of it; and the pages of the client's buffer of a direct
 * read until the server answers.
 */
#define _GNU_SOURCE
#include "../kselftest_harness.h"
#include "caller.h"
#include "fuse_pin.h"

#define TIMEOUT_S	120
#define MNT		"/tmp/user_pin_fuse"
#define LEN		(4 * PAGE)

/* === The server's buffer ================================================ */

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

/* === The client's buffer ================================================ */

FIXTURE(client) {
	struct caller c;
	struct fuse_pin f;
	struct pin p;
	bool up;
};

FIXTURE_VARIANT(client) {
	const char *fs;
	bool async;		/* the server's write to /dev/fuse ends the read */
	bool large;
};

FIXTURE_VARIANT_ADD(client, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(client, ext4_async) { .fs = "ext4", .async = true };
FIXTURE_VARIANT_ADD(client, xfs) { .fs = "xfs", .large = true };
FIXTURE_VARIANT_ADD(client, xfs_async) { .fs = "xfs", .async = true, .large = true };
FIXTURE_VARIANT_ADD(client, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(client)
{
	const char *skip = caller_setup(&self->c, variant->fs);

	if (!skip && access("/dev/fuse", F_OK))
		skip = "no /dev/fuse (CONFIG_FUSE_FS)";
	if (skip)
		SKIP(return, "%s", skip);
	fuse_pin_open(&self->f, MNT);
	self->up = true;
	if (variant->large)
		EXPECT_TRUE(caller_large(self->c.map + PIN_OFF));
}

FIXTURE_TEARDOWN(client)
{
	if (self->up)
		fuse_pin_close(&self->f);
	caller_teardown(&self->c);
}

/* The server answers late: after the target was written back and reclaimed. */
TEST_F_TIMEOUT(client, direct_read, TIMEOUT_S)
{
	struct caller *c = &self->c;
	long before = caller_pins();

	/* Dirty, so that there is something to write back. */
	memset(c->map, 'x', PIN_OFF + LEN);
	memset(c->want, 'x', PIN_OFF);
	if (variant->async)
		pin_submit(&self->f, &self->p, c->map + PIN_OFF, LEN, PIN_OFF);
	else
		pin_start(&self->f, &self->p, c->map + PIN_OFF, LEN, PIN_OFF, PIN_FOR_WRITING);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	EXPECT_EQ(caller_clean(c), 0);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	EXPECT_EQ(pin_end(&self->p), LEN);
	EXPECT_EQ(caller_pins(), before);
	fill(c->want + PIN_OFF, LEN, PIN_OFF, FROM_PIN_DISK);
	EXPECT_STREQ(caller_on_disk(c), "");
}

/* What a direct read leaves behind is not taken for another pin's writer. */
TEST_F_TIMEOUT(client, read_ends_before_a_write, TIMEOUT_S)
{
	struct caller *c = &self->c;
	long before = caller_pins();
	struct pin source;

	pin_start(&self->f, &source, c->map + PIN_OFF, LEN, 4 * PIN_OFF, PIN_FOR_READING);
	if (variant->async)
		pin_submit(&self->f, &self->p, c->map + PIN_OFF, LEN, PIN_OFF);
	else
		pin_start(&self->f, &self->p, c->map + PIN_OFF, LEN, PIN_OFF, PIN_FOR_WRITING);
	EXPECT_EQ(pin_end(&self->p), LEN);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	EXPECT_TRUE(caller_fsync_does_not_wait(c));
	EXPECT_EQ(pin_end(&source), LEN);
	EXPECT_EQ(caller_pins(), before);
	fill(c->want + PIN_OFF, LEN, PIN_OFF, FROM_PIN_DISK);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_HARNESS_MAIN
