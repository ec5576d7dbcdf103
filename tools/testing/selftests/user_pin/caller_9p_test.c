// SPDX-License-Identifier: GPL-2.0
/*
 * caller_9p_test.c - direct I/O over 9p into a mapped file
 *
 * Once with a server that is a thread of the test and answers a read when told;
 * and once over virtio, where the pages are handed to the host without a copy.
 * That needs a 9p mount that can be written, such as the virtual machine's
 * shared directory.
 */
#define _GNU_SOURCE
#include <endian.h>
#include <mntent.h>
#include <pthread.h>
#include <sys/socket.h>

#include "../kselftest_harness.h"
#include "caller.h"

#define TIMEOUT_S	120
#define LEN		(4 * PAGE)

/* === Over virtio ======================================================== */

FIXTURE(p9) {
	struct caller c;
	char path[256];
	int remote;
};

FIXTURE_VARIANT(p9) {
	const char *fs;
	bool large;
};

FIXTURE_VARIANT_ADD(p9, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(p9, xfs) { .fs = "xfs", .large = true };

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

	if (variant->large)
		EXPECT_TRUE(caller_large(c->map + PIN_OFF));
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

/* === A server that answers late ========================================= */

#define MNT		"/tmp/user_pin_9p"
#define MSIZE		65536
#define MAX_FIDS	64

#ifndef __packed
#define __packed	__attribute__((__packed__))
#endif

/* Messages of 9P2000.L that the client sends; the answer has the next number. */
enum {
	RLERROR = 7, TLOPEN = 12, TGETATTR = 24, TVERSION = 100, TATTACH = 104,
	TFLUSH = 108, TWALK = 110, TREAD = 116, TCLUNK = 120,
};

/* All numbers are little endian, as on the wire. */
struct head {
	unsigned int size;
	unsigned char type;
	unsigned short tag;
} __packed;

struct qid {
	unsigned char type;
	unsigned int version;
	unsigned long long path;
} __packed;

struct attr {
	unsigned long long valid;
	struct qid qid;
	unsigned int mode, uid, gid;
	unsigned long long nlink, rdev, size, blksize, blocks;
	unsigned long long times[8], gen, data_version;
} __packed;

struct read_req {
	struct head head;
	unsigned int fid;
	unsigned long long off;
	unsigned int count;
} __packed;

struct server {
	int fd, client_fd;
	pthread_t thread;
	pthread_mutex_t lock;		/* of what follows, and of answers */
	pthread_cond_t more;
	struct read_req held;		/* the read that is not answered yet */
	bool is_file[MAX_FIDS];
};

static void answer(struct server *s, const struct head *ask, int type, const void *data,
		   size_t len)
{
	char msg[MSIZE];
	struct head *head = (void *)msg;

	*head = (struct head){ htole32(sizeof(*head) + len), type, ask->tag };
	memcpy(head + 1, data, len);
	pthread_mutex_lock(&s->lock);
	if (send(s->fd, msg, sizeof(*head) + len, MSG_NOSIGNAL) < 0 && errno != EPIPE)
		bail_out("9p: %m");
	pthread_mutex_unlock(&s->lock);
}

static struct qid qid_of(struct server *s, unsigned int fid)
{
	bool is_file = s->is_file[fid % MAX_FIDS];

	return (struct qid){ is_file ? 0 : 0x80, 0, htole64(is_file ? 2 : 1) };
}

/* One directory with one file: whatever name is walked to, it is there. */
static void serve_one(struct server *s, const struct head *ask)
{
	const unsigned int *arg = (const void *)(ask + 1);	/* x86: may be unaligned */
	unsigned int fid = le32toh(arg[0]), no = htole32(EOPNOTSUPP);
	struct qid qid;

	switch (ask->type) {
	case TVERSION:		/* agreed: size of messages, and the version */
		answer(s, ask, TVERSION + 1, arg, le32toh(ask->size) - sizeof(*ask));
		break;
	case TATTACH:
		s->is_file[fid % MAX_FIDS] = false;
		qid = qid_of(s, fid);
		answer(s, ask, TATTACH + 1, &qid, sizeof(qid));
		break;
	case TWALK: {
		unsigned int to = le32toh(arg[1]) % MAX_FIDS;
		struct {
			unsigned short n;
			struct qid qid;
		} __packed out = { .n = *(const unsigned short *)(arg + 2) };

		s->is_file[to] = out.n || s->is_file[fid % MAX_FIDS];
		out.qid = qid_of(s, to);
		answer(s, ask, TWALK + 1, &out, out.n ? sizeof(out) : sizeof(out.n));
		break;
	}
	case TGETATTR: {
		struct attr out = {
			.valid = htole64(0x7ff),	/* all but birth time and the like */
			.qid = qid_of(s, fid), .nlink = htole64(1),
			.size = htole64(FILE_SIZE), .blksize = htole64(PAGE),
		};

		out.mode = htole32(out.qid.type ? S_IFDIR | 0700 : S_IFREG | 0600);
		answer(s, ask, TGETATTR + 1, &out, sizeof(out));
		break;
	}
	case TLOPEN: {
		struct {
			struct qid qid;
			unsigned int io_unit;
		} __packed out = { .qid = qid_of(s, fid) };

		answer(s, ask, TLOPEN + 1, &out, sizeof(out));
		break;
	}
	case TREAD:
		pthread_mutex_lock(&s->lock);
		memcpy(&s->held, ask, sizeof(s->held));
		pthread_cond_broadcast(&s->more);
		pthread_mutex_unlock(&s->lock);
		break;
	case TCLUNK:
	case TFLUSH:
		answer(s, ask, ask->type + 1, NULL, 0);
		break;
	default:
		answer(s, ask, RLERROR, &no, sizeof(no));
	}
}

static void *serve(void *arg)
{
	struct server *s = arg;
	char msg[MSIZE];
	struct head *head = (void *)msg;
	size_t size;

	while (recv(s->fd, head, sizeof(*head), MSG_WAITALL) == sizeof(*head)) {
		size = le32toh(head->size) - sizeof(*head);
		if (size > sizeof(msg) - sizeof(*head) ||
		    recv(s->fd, head + 1, size, MSG_WAITALL) != (ssize_t)size)
			break;
		serve_one(s, head);
	}
	return NULL;
}

static void wait_held(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	while (!s->held.head.size)
		pthread_cond_wait(&s->more, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

/* Answer the read that was held back, in full. */
static void answer_held(struct server *s)
{
	unsigned int count = le32toh(s->held.count);
	char *out = malloc(sizeof(count) + count);

	memcpy(out, &s->held.count, sizeof(count));
	fill(out + sizeof(count), count, le64toh(s->held.off), FROM_PIN_DISK);
	answer(s, &s->held.head, TREAD + 1, out, sizeof(count) + count);
	free(out);
}

FIXTURE(late) {
	struct caller c;
	struct server s;
	int remote;
	bool up;
};

FIXTURE_VARIANT(late) {
	const char *fs;
	bool large;
};

FIXTURE_VARIANT_ADD(late, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(late, xfs) { .fs = "xfs", .large = true };
FIXTURE_VARIANT_ADD(late, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(late)
{
	const char *skip = caller_setup(&self->c, variant->fs);
	char opts[128];
	int pair[2];

	if (skip)
		SKIP(return, "%s", skip);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		bail_out("no sockets: %m");
	self->s = (struct server){
		.fd = pair[0], .client_fd = pair[1],
		.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER,
	};
	if (pthread_create(&self->s.thread, NULL, serve, &self->s))
		bail_out("no thread");
	self->up = true;
	snprintf(opts, sizeof(opts), "trans=fd,rfdno=%d,wfdno=%d,version=9p2000.L,msize=%d",
		 pair[1], pair[1], MSIZE);
	mkdir(MNT, 0700);
	if (mount("none", MNT, "9p", 0, opts))
		SKIP(return, "cannot mount 9p (CONFIG_9P_FS, CONFIG_NET_9P_FD): %s",
		     strerror(errno));
	self->remote = open(MNT "/file", O_RDONLY | O_DIRECT);
	if (self->remote < 0)
		bail_out("cannot open over 9p: %m");
}

FIXTURE_TEARDOWN(late)
{
	if (self->up) {
		if (self->remote > 0)
			close(self->remote);
		umount2(MNT, MNT_DETACH);
		shutdown(self->s.fd, SHUT_RDWR);
		pthread_join(self->s.thread, NULL);
		close(self->s.fd);
		close(self->s.client_fd);
	}
	caller_teardown(&self->c);
}

/* Has the kernel warned, since it was started? */
static bool kernel_warned(void)
{
	char text[32];

	if (read_text("/proc/sys/kernel/tainted", text, sizeof(text)) < 0)
		bail_out("no kernel.tainted");
	return strtoul(text, NULL, 0) & 1 << 9;
}

struct reader {
	int fd;
	char *to;
	ssize_t ret;
};

static void *reader_thread(void *arg)
{
	struct reader *r = arg;

	r->ret = pread(r->fd, r->to, LEN, PIN_OFF);
	return NULL;
}

/*
 * What arrives is not lost, although the pages were written back meanwhile; and
 * they are dirtied as their file system demands: ext4 warns if not.
 */
TEST_F_TIMEOUT(late, direct_read, TIMEOUT_S)
{
	struct reader r = { .fd = self->remote, .to = self->c.map + PIN_OFF };
	struct caller *c = &self->c;
	bool warned = kernel_warned();
	long before = caller_pins();
	pthread_t thread;

	if (variant->large)
		EXPECT_TRUE(caller_large(c->map + PIN_OFF));
	ASSERT_EQ(pthread_create(&thread, NULL, reader_thread, &r), 0);
	wait_held(&self->s);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	EXPECT_EQ(caller_clean(c), 0);
	EXPECT_EQ(caller_pins() - before, LEN / PAGE);
	answer_held(&self->s);
	pthread_join(thread, NULL);
	EXPECT_EQ(r.ret, LEN);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_EQ(kernel_warned(), warned);
	fill(c->want + PIN_OFF, LEN, PIN_OFF, FROM_PIN_DISK);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_HARNESS_MAIN
