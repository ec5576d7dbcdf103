// SPDX-License-Identifier: GPL-2.0
/*
 * caller_nfs_test.c - direct I/O of an NFS client into a mapped file, and a
 * client that clones a file which is pinned at the server
 *
 * Client and server are this one kernel. For direct I/O the server reads from a
 * slow disk, so that the client's pages stay pinned for a while; meanwhile the
 * file that they belong to is written back and its pages are reclaimed as far as
 * they can be.
 *
 * There are no NFS tools: the test tells the server what it exports and to
 * whom, mounts by file handle, and plays the port mapper, without which the
 * server does not start.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <linux/fs.h>
#include <linux/nfs_mount.h>

#include "../kselftest_harness.h"
#include "../../../../drivers/misc/user_pin_test.h"
#include "caller.h"
#include "watch.h"

#define TIMEOUT_S	300
#define SLOW_MS		3000
#define DELAY		"nfsdelay"
#define EXPORTED	"/tmp/user_pin_nfsd"
#define CLIENT		"/tmp/user_pin_nfs"
#define NFSD		"/proc/fs/nfsd"
/* insecure_port, no_subtree_check, fsid */
#define EXPORT_FLAGS	(0x0002 | 0x0400 | 0x2000)
#define FSID_V4_ROOT	0	/* what a client of version 4 sees as "/" */
#define FSID		1
#define FOREVER		"2147483647"
#define NFS_PORT	2049
#define RPCBIND_PORT	111

/* === The server ========================================================= */

/* A call and its answer: accepted, and "true", whatever was asked. */
static void *rpcbind_serve(void *arg)
{
	int listener = *(int *)arg, fd, i;
	unsigned int call[128];
	ssize_t n;

	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		for (;;) {
			unsigned int answer[8] = { [6] = 0, [7] = htonl(1) };

			/* A record mark, then the record: calls are short. */
			if (recv(fd, call, 4, MSG_WAITALL) != 4)
				break;
			n = ntohl(call[0]) & 0x7fffffff;
			if (n < 4 || n > (ssize_t)sizeof(call) ||
			    recv(fd, call, n, MSG_WAITALL) != n)
				break;
			answer[0] = htonl(0x80000000 | 28);
			answer[1] = call[0];		/* its number */
			answer[2] = htonl(1);		/* a reply, accepted, */
			for (i = 3; i < 7; i++)		/* no verifier, success */
				answer[i] = 0;
			if (write(fd, answer, sizeof(answer)) != sizeof(answer))
				break;
		}
		close(fd);
	}
	return NULL;
}

static void rpcbind_start(void)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET, .sin_port = htons(RPCBIND_PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	static int fd;
	pthread_t thread;
	int one = 1;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (void *)&addr, sizeof(addr)) || listen(fd, 8) ||
	    pthread_create(&thread, NULL, rpcbind_serve, &fd))
		bail_out("cannot play the port mapper: %m");
}

static void __attribute__((format(printf, 2, 3)))
tell(const char *path, const char *fmt, ...)
{
	char text[256];
	va_list ap;
	int err;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err = write_text(path, text);
	if (err)
		bail_out("%s: %s: %s", path, text, strerror(-err));
}

static const char *server_missing(const char *client)
{
	char text[4096];

	if (read_text("/proc/filesystems", text, sizeof(text)) < 0 ||
	    !strstr(text, "\tnfsd\n") || !strstr(text, client))
		return "no NFS client or server (CONFIG_NFS_V3, CONFIG_NFS_V4_2, CONFIG_NFSD_V4)";
	return NULL;
}

static void server_start(const char *dir, unsigned int fsid)
{
	rpcbind_start();
	if (mount("nfsd", NFSD, "nfsd", 0, NULL))
		bail_out(NFSD ": %m");
	tell("/proc/net/rpc/auth.unix.ip/channel", "nfsd 127.0.0.1 " FOREVER " here\n");
	tell("/proc/net/rpc/nfsd.export/channel", "here %s " FOREVER " %u 0 0 %u\n",
	     dir, EXPORT_FLAGS, fsid);
	/* A file handle has the number as it is in memory. */
	tell("/proc/net/rpc/nfsd.fh/channel", "here 1 \\x%02x000000 " FOREVER " %s\n",
	     fsid, dir);
	if (fsid == FSID_V4_ROOT) {
		/* How long clients of a server before this one may claim their files. */
		tell(NFSD "/nfsv4leasetime", "10\n");
		tell(NFSD "/nfsv4gracetime", "10\n");
	}
	tell(NFSD "/portlist", "tcp %u\n", NFS_PORT);
	tell(NFSD "/threads", "2\n");
}

static void server_stop(void)
{
	tell(NFSD "/threads", "0\n");
	write_text("/proc/net/rpc/nfsd.fh/flush", FOREVER "\n");
	write_text("/proc/net/rpc/nfsd.export/flush", FOREVER "\n");
	umount(NFSD);
}

static void client_mount(void)
{
	struct nfs_mount_data data = {
		.version = NFS_MOUNT_VERSION,
		.flags = NFS_MOUNT_VER3 | NFS_MOUNT_TCP | NFS_MOUNT_NONLM,
		.rsize = 65536, .wsize = 65536, .timeo = 600, .retrans = 2,
		.addr = {
			.sin_family = AF_INET, .sin_port = htons(NFS_PORT),
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		},
		.hostname = "127.0.0.1", .namlen = 255, .pseudoflavor = 1,
	};
	char text[256];
	unsigned int byte, len = 0;
	int fd = open(NFSD "/filehandle", O_RDWR), n;

	/* The answer to what was written: \x and hexadecimal digits. */
	n = snprintf(text, sizeof(text), "here " EXPORTED " %u\n", NFS3_FHSIZE);
	if (fd < 0 || write(fd, text, n) != n)
		bail_out("no file handle of the export: %m");
	n = read(fd, text, sizeof(text) - 1);
	if (n < 4)
		bail_out("no file handle of the export");
	text[n] = '\0';
	close(fd);
	while (sscanf(text + 2 + 2 * len, "%2x", &byte) == 1)
		data.root.data[len++] = byte;
	data.root.size = len;
	mkdir(CLIENT, 0700);
	if (mount("127.0.0.1:" EXPORTED, CLIENT, "nfs", 0, &data))
		bail_out("cannot mount NFS: %m");
}

/* === A transfer ========================================================= */

struct transfer {
	int fd;
	bool write;
	char *addr;
	size_t len;
	off_t off;
	ssize_t ret;
	pthread_t thread;
};

static void *transfer_thread(void *arg)
{
	struct transfer *t = arg;

	t->ret = t->write ? pwrite(t->fd, t->addr, t->len, t->off) :
			    pread(t->fd, t->addr, t->len, t->off);
	if (t->ret < 0)
		t->ret = -errno;
	return NULL;
}

/* Returns when the server's disk has got the request: the pages are pinned. */
static void transfer_start(struct transfer *t)
{
	unsigned int reads, writes;

	if (pthread_create(&t->thread, NULL, transfer_thread, t))
		bail_out("no thread");
	do {
		sleep_ms(10);
		delayed_requests(DELAY, &reads, &writes);
	} while (!(t->write ? writes : reads));
}

static ssize_t transfer_end(struct transfer *t)
{
	pthread_join(t->thread, NULL);
	return t->ret;
}

/* === Tests: direct I/O of the client ==================================== */

FIXTURE(nfs) {
	struct caller c;
	char disk[32], dev[32];
	int remote;
	bool up;
};

FIXTURE_VARIANT(nfs) {
	const char *fs;
	bool large;
};

FIXTURE_VARIANT_ADD(nfs, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(nfs, xfs) { .fs = "xfs", .large = true };

FIXTURE_SETUP(nfs)
{
	const struct fs_type *ext4 = fs_find("ext4");
	const char *skip = server_missing("\tnfs\n");
	char path[64], *data;
	int fd;

	if (!skip)
		skip = caller_setup(&self->c, variant->fs);
	if (skip)
		SKIP(return, "%s", skip);
	snprintf(self->disk, sizeof(self->disk), "nfs%d", getpid());
	snprintf(path, sizeof(path), "/dev/%s", self->disk);
	ramdisk_create(self->disk, ext4->min_mib);
	fs_make(ext4, "", path);
	delay_create(DELAY, self->disk, ext4->min_mib, SLOW_MS, SLOW_MS, self->dev);
	mkdir(EXPORTED, 0700);
	if (mount(self->dev, EXPORTED, "ext4", 0, NULL))
		bail_out("cannot mount what is exported: %m");
	data = malloc(FILE_SIZE);
	fill(data, FILE_SIZE, 0, FROM_PIN_DISK);
	fd = open(EXPORTED "/data", O_RDWR | O_CREAT, 0600);
	if (fd < 0 || write(fd, data, FILE_SIZE) != FILE_SIZE || fsync(fd))
		bail_out("cannot make the exported file: %m");
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	free(data);
	server_start(EXPORTED, FSID);
	client_mount();
	self->up = true;
	self->remote = open(CLIENT "/data", O_RDWR | O_DIRECT);
	if (self->remote < 0)
		bail_out("cannot open over NFS: %m");
	if (variant->large)
		EXPECT_TRUE(caller_large(self->c.map + PIN_OFF));
}

FIXTURE_TEARDOWN(nfs)
{
	if (self->up) {
		close(self->remote);
		umount(CLIENT);
		server_stop();
		umount(EXPORTED);
		delay_remove(DELAY);
		ramdisk_remove(self->disk);
	}
	caller_teardown(&self->c);
}

static void read_into(struct __test_metadata *_metadata, struct caller *c, int remote,
		      size_t off, size_t len)
{
	struct transfer t = {
		.fd = remote, .addr = c->map + off, .len = len, .off = off,
	};
	long before = caller_pins();

	transfer_start(&t);
	EXPECT_EQ(caller_pins() - before, (long)((len + PAGE - 1) / PAGE));
	EXPECT_EQ(caller_clean(c), 0);
	EXPECT_EQ(transfer_end(&t), (ssize_t)len);
	EXPECT_EQ(caller_pins(), before);
	fill(c->want + off, len, off, FROM_PIN_DISK);
	EXPECT_STREQ(caller_on_disk(c), "");
}

TEST_F_TIMEOUT(nfs, read_a_page, TIMEOUT_S)
{
	read_into(_metadata, &self->c, self->remote, PIN_OFF, PAGE);
}

TEST_F_TIMEOUT(nfs, read_many_pages, TIMEOUT_S)
{
	read_into(_metadata, &self->c, self->remote, PIN_OFF, 64 * PAGE);
}

/* The server gets what is in the page; nobody has to wait for it to be read. */
TEST_F_TIMEOUT(nfs, write_a_page, TIMEOUT_S)
{
	struct transfer t = {
		.fd = self->remote, .write = true,
		.addr = self->c.map + PIN_OFF, .len = PAGE, .off = 0,
	};
	char got[PAGE];
	long before = caller_pins();
	int fd;

	memset(self->c.map + 2 * PIN_OFF, 'x', PAGE);
	memset(self->c.want + 2 * PIN_OFF, 'x', PAGE);
	transfer_start(&t);
	EXPECT_EQ(caller_pins() - before, 1);
	EXPECT_TRUE(caller_fsync_does_not_wait(&self->c));
	EXPECT_EQ(transfer_end(&t), PAGE);
	EXPECT_EQ(caller_pins(), before);
	EXPECT_STREQ(caller_on_disk(&self->c), "");
	fd = open(EXPORTED "/data", O_RDONLY);
	EXPECT_EQ(pread(fd, got, PAGE, 0), PAGE);
	EXPECT_EQ(memcmp(got, self->c.want + PIN_OFF, PAGE), 0);
	close(fd);
}

/* === Tests: a clone at the server ======================================= */

FIXTURE(nfs_clone) {
	struct caller c;
	int dev;
};

FIXTURE_VARIANT(nfs_clone) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(nfs_clone, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(nfs_clone, btrfs) { .fs = "btrfs" };

FIXTURE_SETUP(nfs_clone)
{
	const char *skip = server_missing("\tnfs4\n");

	self->dev = open("/dev/user_pin_test", O_RDWR | O_CLOEXEC);
	if (!skip && self->dev < 0)
		skip = "no /dev/user_pin_test (CONFIG_USER_PIN_TEST)";
	if (!skip)
		skip = caller_setup(&self->c, variant->fs);
	if (skip)
		SKIP(return, "%s", skip);
	server_start(self->c.mnt, FSID_V4_ROOT);
	mkdir(CLIENT, 0700);
	if (mount("127.0.0.1:/", CLIENT, "nfs4", 0,
		  "vers=4.2,addr=127.0.0.1,clientaddr=127.0.0.1,proto=tcp,sec=sys"))
		bail_out("cannot mount NFS 4.2: %m");
}

FIXTURE_TEARDOWN(nfs_clone)
{
	close(self->dev);
	if (self->c.want) {
		umount(CLIENT);
		server_stop();
	}
	caller_teardown(&self->c);
}

struct clone {
	int from, to, err;
	pthread_t thread;
};

static void *clone_thread(void *arg)
{
	struct clone *c = arg;

	c->err = ioctl(c->to, FICLONE, c->from) ? errno : 0;
	return NULL;
}

/*
 * The server waited for the pin and refused. The client asks again, so that its
 * user sees a clone that takes long, not an error.
 */
TEST_F_TIMEOUT(nfs_clone, asks_again, TIMEOUT_S)
{
	struct user_pin_test_pin pin = {
		.addr = (unsigned long)self->c.map + PIN_OFF, .length = PAGE,
		.flags = USER_PIN_TEST_WRITABLE,
	};
	struct clone clone;
	struct watch watch;
	char path[80];
	int fd;

	snprintf(path, sizeof(path), "%s/other", self->c.mnt);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	ASSERT_GE(fd, 0);
	fill(self->c.want, FILE_SIZE, 0, FROM_DIRECT_WRITE);
	ASSERT_EQ(FILE_SIZE, write(fd, self->c.want, FILE_SIZE));
	close(fd);
	clone.from = open(CLIENT "/other", O_RDONLY);
	clone.to = open(CLIENT "/file", O_RDWR);
	ASSERT_GE(clone.from, 0);
	ASSERT_GE(clone.to, 0);

	ASSERT_EQ(0, ioctl(self->dev, USER_PIN_TEST_IOC_PIN, &pin));
	ASSERT_TRUE(watch_start(&watch, "user_pin_wait_end"));
	ASSERT_EQ(0, pthread_create(&clone.thread, NULL, clone_thread, &clone));
	EXPECT_EQ(-ETIMEDOUT, watch_wait_end(&watch, 60000));
	watch_stop(&watch);
	EXPECT_EQ(0, ioctl(self->dev, USER_PIN_TEST_IOC_UNPIN, &pin.id));
	pthread_join(clone.thread, NULL);
	EXPECT_EQ(0, clone.err);
	close(clone.from);
	close(clone.to);
	EXPECT_STREQ(caller_on_disk(&self->c), "");
}

TEST_HARNESS_MAIN
