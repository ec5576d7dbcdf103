// SPDX-License-Identifier: GPL-2.0
/*
 * direct_io_test.c - direct reads into a mapped file, and what happens meanwhile
 *
 * Here the pins are held by asynchronous direct reads from a disk that is
 * suspended: they end, in the completion, when the test resumes it. A file
 * system without iomap has pins of its own, in fs/direct-io.c.
 */
#define _GNU_SOURCE
#include <linux/aio_abi.h>
#include <linux/fscrypt.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "../kselftest_harness.h"
#include "pinned_file.h"

#define SOURCE_MIB	16

/* Of this process alone: a test that fails leaves them behind. */
static char source[32], source_disk[32];

/* The disk to read from: as a device delivers it for PIN_OFF and what follows. */
static void source_create(char *dev, size_t size)
{
	char *buf = aligned_alloc(PAGE, size);
	int fd;

	snprintf(source, sizeof(source), "source%d", getpid());
	snprintf(source_disk, sizeof(source_disk), "source_disk%d", getpid());
	ramdisk_create(source_disk, SOURCE_MIB);
	delay_create(source, source_disk, SOURCE_MIB, 0, 0, dev);
	fill(buf, size, PIN_OFF, FROM_PIN_DISK);
	fd = open(dev, O_WRONLY | O_DIRECT);
	if (fd < 0 || pwrite(fd, buf, size, 0) != (ssize_t)size)
		bail_out("cannot write %s: %m", dev);
	close(fd);
	free(buf);
}

static void source_remove(void)
{
	delay_remove(source);
	ramdisk_remove(source_disk);
}

/* A read that lasts from read_start() to read_end(). */
struct held_read {
	aio_context_t ctx;
	int fd;
};

static void read_start(struct held_read *r, char *addr, size_t size)
{
	char dev[32];
	struct iocb cb = {
		.aio_lio_opcode = IOCB_CMD_PREAD,
		.aio_buf = (unsigned long)addr,
		.aio_nbytes = size,
	}, *cbs = &cb;

	source_create(dev, size);
	r->ctx = 0;
	r->fd = open(dev, O_RDONLY | O_DIRECT);
	cb.aio_fildes = r->fd;
	if (r->fd < 0 || syscall(SYS_io_setup, 1, &r->ctx) ||
	    dm_suspend(source, true) || syscall(SYS_io_submit, r->ctx, 1, &cbs) != 1)
		bail_out("no asynchronous read from %s: %m", dev);
}

/* What read() would return. */
static long read_end(struct held_read *r)
{
	struct io_event event = {};

	/* It has not ended by itself. */
	if (syscall(SYS_io_getevents, r->ctx, 0, 1, &event, NULL))
		bail_out("the read did not wait");
	if (dm_suspend(source, false) ||
	    syscall(SYS_io_getevents, r->ctx, 1, 1, &event, NULL) != 1)
		bail_out("the read does not end: %m");
	return event.res;
}

static void read_close(struct held_read *r)
{
	close(r->fd);
	syscall(SYS_io_destroy, r->ctx);
	source_remove();
}

/*
 * When the data comes, the folio is dirty again, but not where the data is: the
 * completion must look at more than the folio's flag.
 */
TEST_F_TIMEOUT(pin, data_after_a_write_behind, TIMEOUT_S)
{
	const off_t behind = PIN_OFF + PAGE;
	struct held_read r;

	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(0, fsync(self->fd));
	fill(self->want + behind, PAGE, behind, FROM_DIRECT_WRITE);
	ASSERT_EQ(PAGE, pwrite(self->fd, self->want + behind, PAGE, behind));
	ASSERT_EQ(PAGE, read_end(&r));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
	read_close(&r);
}

/* The page was written back meanwhile. An fsync after the read has the data. */
TEST_F_TIMEOUT(pin, fsync_after_the_read, TIMEOUT_S)
{
	struct held_read r;

	read_start(&r, self->map + PIN_OFF, PAGE);
	/* Goes past the deadline, so that the next one would not wait. */
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_EQ(PAGE, read_end(&r));
	ASSERT_EQ(0, fsync(self->fd));
	power_cut();
	read_close(&r);
	unmount_all();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

/*
 * Nobody has the file any more, and its inode is not to stay in memory: not while
 * there is a page in it that the device writes to.
 */
TEST_F_TIMEOUT(pin, inode_that_is_not_cached, TIMEOUT_S)
{
	struct held_read r;
	int flags;

	ASSERT_EQ(0, ioctl(self->fd, FS_IOC_GETFLAGS, &flags));
	flags |= FS_DAX_FL;
	if (ioctl(self->fd, FS_IOC_SETFLAGS, &flags))
		SKIP(return, "%s has no flag that says so", variant->fs);
	ASSERT_EQ(0, fsync(self->fd));
	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(0, munmap(self->map, FILE_SIZE));
	ASSERT_EQ(0, close(self->fd));
	ASSERT_EQ(PAGE, read_end(&r));
	read_close(&r);
	self->fd = open(self->file, O_RDWR);
	ASSERT_GE(self->fd, 0);
	self->map = map_shared(self->fd, FILE_SIZE, false);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME(self->file, FILE_SIZE);
	ASSERT_KEPT(FILE_SIZE);
}

/* Pages of files, in memory, of the whole machine. */
static unsigned long file_pages(void)
{
	unsigned long n, sum = 0;
	char line[128];
	FILE *f = fopen("/proc/vmstat", "r");

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "nr_inactive_file %lu", &n) == 1 ||
		    sscanf(line, "nr_active_file %lu", &n) == 1)
			sum += n;
	if (!f || fclose(f))
		bail_out("no /proc/vmstat");
	return sum;
}

/* What a read pinned while the file was truncated is freed when it ends. */
TEST_F_TIMEOUT(pin, truncated_pages_are_freed, TIMEOUT_S)
{
	const size_t size = FILE_SIZE / 2;
	const int rounds = 8;
	unsigned long before;
	struct held_read r;
	int i;

	for (i = 0; i < rounds; i++) {
		read_start(&r, self->map, size);
		ASSERT_EQ(0, ftruncate(self->fd, 0));
		ASSERT_EQ(size, read_end(&r));
		read_close(&r);
		ASSERT_EQ(size, pwrite(self->fd, self->want, size, 0));
		ASSERT_EQ(0, fsync(self->fd));
		/* The first round is for what is allocated once. */
		if (!i) {
			ASSERT_EQ(0, drop_caches());
			before = file_pages();
		}
	}
	ASSERT_EQ(0, drop_caches());
	ASSERT_LT(file_pages(), before + size / PAGE);
}

static int do_umount(struct job *j)
{
	return umount(j->addr);
}

static int do_remount_ro(struct job *j)
{
	return mount(NULL, j->addr, NULL, MS_REMOUNT | MS_RDONLY, NULL);
}

/* The file is closed and its file system goes away; the data arrives all the same. */
#define WAITS_FOR_THE_READ(fn)						\
	do {								\
		struct held_read r;					\
		struct watch w;						\
		struct job job;						\
		bool event;						\
									\
		set_wait_ms(T_MAX);					\
		event = watch_start(&w, "user_pin_wait_begin");		\
		read_start(&r, self->map + PIN_OFF, PAGE);		\
		ASSERT_EQ(0, munmap(self->map, FILE_SIZE));		\
		self->map = NULL;					\
		ASSERT_EQ(0, close(self->fd));				\
		self->fd = -1;						\
		job_start(&job, fn, -1, self->mnt);			\
		/* A kernel that has no such event does not wait either. */ \
		if (event) {						\
			EXPECT_TRUE(watch_any(&w, TIMEOUT_S * 500));	\
			watch_stop(&w);					\
		}							\
		while (!event && !job.done)				\
			usleep(10000);					\
		ASSERT_EQ(PAGE, read_end(&r));				\
		ASSERT_EQ(0, job_end(&job));				\
		read_close(&r);						\
		fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK); \
	} while (0)

TEST_F_TIMEOUT(pin, umount_waits, TIMEOUT_S)
{
	WAITS_FOR_THE_READ(do_umount);
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	ASSERT_SAME(self->file, FILE_SIZE);
}

TEST_F_TIMEOUT(pin, remount_waits, TIMEOUT_S)
{
	WAITS_FOR_THE_READ(do_remount_ro);
	ASSERT_EQ(0, umount(self->mnt));
	ASSERT_EQ(0, mount(self->dev, self->mnt, variant->fs, 0, NULL));
	ASSERT_SAME(self->file, FILE_SIZE);
}

/* Who reads longer than anybody waits keeps the file system writable. */
TEST_F_TIMEOUT(pin, remount_fails_at_last, TIMEOUT_S)
{
	struct held_read r;

	NEEDS_WAIT("200");
	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(0, munmap(self->map, FILE_SIZE));
	self->map = NULL;
	ASSERT_EQ(0, close(self->fd));
	ASSERT_EQ(-1, mount(NULL, self->mnt, NULL, MS_REMOUNT | MS_RDONLY, NULL));
	ASSERT_EQ(EBUSY, errno);
	ASSERT_EQ(PAGE, read_end(&r));
	read_close(&r);
	self->fd = open(self->file, O_RDWR);
	ASSERT_GE(self->fd, 0);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

static int do_freeze(struct job *j)
{
	return ioctl(j->fd, FIFREEZE, 0);
}

/* A frozen file system has the data of a read that was going on before. */
TEST_F_TIMEOUT(pin, freeze_waits, TIMEOUT_S)
{
	struct held_read r;
	struct watch w;
	struct job job;
	int dir;

	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_GE(dir, 0);
	read_start(&r, self->map + PIN_OFF, PAGE);
	job_start(&job, do_freeze, dir, NULL);
	EXPECT_TRUE(watch_any(&w, TIMEOUT_S * 500));
	watch_stop(&w);
	ASSERT_EQ(PAGE, read_end(&r));
	ASSERT_EQ(0, job_end(&job));
	power_cut();
	ASSERT_EQ(0, ioctl(dir, FITHAW, 0));
	close(dir);
	read_close(&r);
	unmount_all();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME_AFTER_CUT(0, FILE_SIZE);
}

/*
 * If the read goes on, the file system does not freeze: what is dirtied through
 * a pin then could not be written, and who syncs could keep it from thawing.
 */
TEST_F_TIMEOUT(pin, freeze_fails_at_last, TIMEOUT_S)
{
	struct statfs before, now;
	struct held_read r;
	int dir, i;

	NEEDS_WAIT("200");
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_GE(dir, 0);
	ASSERT_EQ(0, run_cmd("dd if=/dev/zero of=%s/large bs=1M count=8 conv=fsync 2> /dev/null",
			     self->mnt));
	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(-1, ioctl(dir, FIFREEZE, 0));
	ASSERT_EQ(EBUSY, errno);
	/* It is as it was: pages can be written, */
	self->want[0] = 'x';
	self->map[0] = self->want[0];
	ASSERT_EQ(0, syncfs(dir));
	/* and blocks are freed: XFS has a worker for that, which a freeze stops. */
	ASSERT_EQ(0, fstatfs(dir, &before));
	ASSERT_EQ(0, run_cmd("rm %s/large", self->mnt));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, syncfs(dir));
		ASSERT_EQ(0, fstatfs(dir, &now));
		if (now.f_bfree > before.f_bfree)
			break;
		usleep(100000);
	}
	ASSERT_GT(now.f_bfree, before.f_bfree);
	ASSERT_EQ(PAGE, read_end(&r));
	ASSERT_EQ(0, ioctl(dir, FIFREEZE, 0));
	ASSERT_EQ(0, ioctl(dir, FITHAW, 0));
	close(dir);
	read_close(&r);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* A shutdown with a flush freezes. If that fails it must not say that it is done. */
TEST_F_TIMEOUT(pin, shutdown_says_what_it_did, TIMEOUT_S)
{
	__u32 how = 0;		/* with a flush */
	struct held_read r;
	int dir, err;

	NEEDS_WAIT("200");
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_GE(dir, 0);
	read_start(&r, self->map + PIN_OFF, PAGE);
	/* The same number in all of them. Btrfs does not ask for pins. */
	err = ioctl(dir, _IOR('X', 125, __u32), &how) ? errno : 0;
	EXPECT_TRUE(!err || err == EBUSY || err == ENOTTY) TH_LOG("%s", strerror(err));
	if (err) {
		self->want[0] = 'x';
		self->map[0] = self->want[0];
	}
	EXPECT_EQ(err ? 0 : -1, syncfs(dir));
	close(dir);
	ASSERT_EQ(PAGE, read_end(&r));
	read_close(&r);
	if (!err)
		return;
	if (err == ENOTTY)
		SKIP(return, "%s: no such operation", variant->fs);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* The data would go to blocks that hold what was swapped out meanwhile. */
TEST_F_TIMEOUT(pin, swapon_is_refused, TIMEOUT_S)
{
	struct held_read r;

	if (strcmp(variant->fs, "ext4") && strcmp(variant->fs, "xfs"))
		SKIP(return, "%s: takes swap files of another kind only", variant->fs);
	set_wait_ms("200");
	ASSERT_EQ(0, run_cmd("mkswap %s > /dev/null 2>&1", self->file));
	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(-1, swapon(self->file, 0));
	ASSERT_EQ(EBUSY, errno);
	ASSERT_EQ(PAGE, read_end(&r));
	read_close(&r);
	ASSERT_EQ(0, swapon(self->file, 0));
	ASSERT_EQ(0, swapoff(self->file));
}

/*
 * A direct read of a file on FAT is a writer of the page only until it is done,
 * also if somebody else still reads the page: then fsync waits for nobody.
 */
TEST_F_TIMEOUT(pin, legacy_read_leaves_no_writer, TIMEOUT_S)
{
	char dev[32], page[PAGE], dir[80], path[96];
	struct pin reader;
	struct watch w;
	int fd;

	if (run_cmd("grep -qw vfat /proc/filesystems"))
		SKIP(return, "no FAT in this kernel");
	if (run_cmd("command -v mkfs.vfat > /dev/null"))
		SKIP(return, "no mkfs.vfat");
	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	source_create(dev, PAGE);
	ASSERT_EQ(0, run_cmd("mkfs.vfat %s > /dev/null", dev));
	snprintf(dir, sizeof(dir), "%s_fat", self->mnt);
	snprintf(path, sizeof(path), "%s/file", dir);
	ASSERT_EQ(0, mkdir(dir, 0700));
	ASSERT_EQ(0, mount(dev, dir, "vfat", 0, NULL));
	fd = open(path, O_RDWR | O_CREAT | O_DIRECT, 0600);
	ASSERT_GE(fd, 0);
	fill(self->map, PAGE, PIN_OFF, FROM_PIN_DISK);
	fill(self->want, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(PAGE, pwrite(fd, self->map, PAGE, 0));

	pin_start(&self->fuse, &reader, self->map + PIN_OFF, PAGE, PIN_OFF, PIN_FOR_READING);
	ASSERT_EQ(PAGE, pread(fd, self->map + PIN_OFF, PAGE, 0));
	fill(page, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, memcmp(self->map + PIN_OFF, page, PAGE));
	ASSERT_EQ(0, fsync(self->fd));
	ASSERT_FALSE(reader.done);
	ASSERT_FALSE(watch_any(&w, 0));
	ASSERT_EQ(PAGE, pin_end(&reader));
	watch_stop(&w);
	close(fd);
	ASSERT_EQ(0, umount(dir));
	rmdir(dir);
	source_remove();
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_KEPT(FILE_SIZE);
}

/* Like umount: the data is waited for before the page cache goes away. */
TEST_F_TIMEOUT(pin, last_close_waits, TIMEOUT_S)
{
	char name[32], dev[64], page[PAGE], *map;
	struct held_read r;
	struct watch w;
	struct job j;
	int fd;

	if (strcmp(variant->fs, "ext4"))
		SKIP(return, "it needs no file system");
	NEEDS_WAIT(T_MAX);
	NEEDS_EVENT(&w, "user_pin_wait_begin");
	snprintf(name, sizeof(name), "closed%d", getpid());
	snprintf(dev, sizeof(dev), "/dev/%s", name);
	ramdisk_create(name, SOURCE_MIB);
	fd = open(dev, O_RDWR);
	ASSERT_GE(fd, 0);
	map = map_shared(fd, FILE_SIZE, false);
	fill(map, FILE_SIZE, 0, FROM_FILE);
	ASSERT_EQ(0, fsync(fd));
	read_start(&r, map + PIN_OFF, PAGE);
	ASSERT_EQ(0, munmap(map, FILE_SIZE));
	job_start(&j, do_close, fd, NULL);
	ASSERT_TRUE(watch_any(&w, TIMEOUT_S * 500));
	ASSERT_FALSE(j.done);
	ASSERT_EQ(PAGE, read_end(&r));
	ASSERT_EQ(0, job_end(&j));
	watch_stop(&w);
	read_close(&r);
	fd = open(dev, O_RDONLY);
	ASSERT_EQ(PAGE, pread(fd, page, PAGE, PIN_OFF));
	close(fd);
	ramdisk_remove(name);
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(0, memcmp(page, self->want + PIN_OFF, PAGE));
}

/*
 * Without checksums, a direct write of btrfs may be a part of the segments of
 * somebody else, here of the loop device. The kernel must not complain.
 */
TEST_F_TIMEOUT(pin, loop_device_on_a_file, TIMEOUT_S)
{
	char dev[64] = "", cmd[256], *buf = aligned_alloc(PAGE, 4 * PAGE), *got;
	FILE *f;
	int fd;

	run_cmd("cd %s && touch img && chattr +C img 2> /dev/null", self->mnt);
	ASSERT_EQ(0, run_cmd("truncate -s 16M %s/img", self->mnt));
	snprintf(cmd, sizeof(cmd), "losetup --show -f --direct-io=on %s/img", self->mnt);
	f = popen(cmd, "r");
	ASSERT_NE(NULL, f);
	ASSERT_EQ(1, fscanf(f, "%63s", dev));
	pclose(f);
	fd = open(dev, O_RDWR | O_DIRECT);
	ASSERT_GE(fd, 0);
	fill(buf, 4 * PAGE, 0, FROM_DIRECT_WRITE);
	ASSERT_EQ(4 * PAGE, pwrite(fd, buf, 4 * PAGE, PIN_OFF));
	ASSERT_EQ(0, fsync(fd));
	got = aligned_alloc(PAGE, 4 * PAGE);
	ASSERT_EQ(4 * PAGE, pread(fd, got, 4 * PAGE, PIN_OFF));
	EXPECT_EQ(0, memcmp(buf, got, 4 * PAGE));
	close(fd);
	ASSERT_EQ(0, run_cmd("losetup -d %s", dev));
	free(buf);
	free(got);
}

/* === A file whose key is taken away ===================================== */

FIXTURE(encrypted) {
	FIXTURE_DATA(pin) pin;
};

FIXTURE_VARIANT(encrypted) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(encrypted, ext4) { .fs = "ext4" };

FIXTURE_VARIANT_ADD(encrypted, f2fs) { .fs = "f2fs" };

FIXTURE_SETUP(encrypted)
{
	struct setting set = { .mkfs_options = "-O encrypt" };
	const char *skip = file_setup(&self->pin, variant->fs, &set);

	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(encrypted)
{
	file_teardown(&self->pin);
}

static int key_add(const char *mnt, struct fscrypt_key_specifier *spec)
{
	struct {
		struct fscrypt_add_key_arg arg;
		__u8 raw[64];
	} key = {
		.arg = {
			.key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER,
			.raw_size = sizeof(key.raw),
		},
	};
	int dir = open(mnt, O_RDONLY | O_DIRECTORY), ret;

	memset(key.raw, 'k', sizeof(key.raw));
	ret = ioctl(dir, FS_IOC_ADD_ENCRYPTION_KEY, &key.arg);
	*spec = key.arg.key_spec;
	close(dir);
	return ret;
}

/* A new file, in a folder that is encrypted, in place of the fixture's. */
static const char *encrypted_file(FIXTURE_DATA(pin) *self, struct fscrypt_key_specifier *spec)
{
	struct fscrypt_policy_v2 policy = {
		.version = FSCRYPT_POLICY_V2,
		.contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS,
		.filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS,
		.flags = FSCRYPT_POLICY_FLAGS_PAD_32,
	};
	char path[72];
	int dir;

	if (key_add(self->mnt, spec))
		return errno == EOPNOTSUPP || errno == ENOTTY ?
			"the kernel does not encrypt files" : "no key can be added";
	memcpy(policy.master_key_identifier, spec->u.identifier,
	       sizeof(policy.master_key_identifier));
	snprintf(path, sizeof(path), "%s/d", self->mnt);
	if (mkdir(path, 0700))
		bail_out("no folder: %m");
	dir = open(path, O_RDONLY | O_DIRECTORY);
	if (dir < 0 || ioctl(dir, FS_IOC_SET_ENCRYPTION_POLICY, &policy))
		bail_out("no policy for encryption: %m");
	close(dir);
	munmap(self->map, FILE_SIZE);
	close(self->fd);
	snprintf(self->file, sizeof(self->file), "%s/f", path);
	self->fd = open(self->file, O_RDWR | O_CREAT, 0600);
	if (self->fd < 0 || file_write(self, WRITTEN))
		bail_out("cannot write the encrypted file: %m");
	self->map = map_shared(self->fd, FILE_SIZE, false);
	return NULL;
}

/* Its inode goes when the key does, but not while a device writes to it. */
static void key_is_taken_away(struct __test_metadata *_metadata, FIXTURE_DATA(pin) *self,
			      const FIXTURE_VARIANT(encrypted) *variant)
{
	struct fscrypt_remove_key_arg arg = {};
	const char *skip;
	struct held_read r;
	int dir;

	skip = encrypted_file(self, &arg.key_spec);
	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
	read_start(&r, self->map + PIN_OFF, PAGE);
	ASSERT_EQ(0, munmap(self->map, FILE_SIZE));
	self->map = NULL;
	ASSERT_EQ(0, close(self->fd));
	self->fd = -1;
	dir = open(self->mnt, O_RDONLY | O_DIRECTORY);
	ASSERT_EQ(0, ioctl(dir, FS_IOC_REMOVE_ENCRYPTION_KEY, &arg));
	EXPECT_TRUE(arg.removal_status_flags & FSCRYPT_KEY_REMOVAL_STATUS_FLAG_FILES_BUSY);
	ASSERT_EQ(PAGE, read_end(&r));
	read_close(&r);
	ASSERT_EQ(0, syncfs(dir));
	ASSERT_EQ(0, drop_caches());
	/* The last inode has gone, and with it what was left of the key. */
	EXPECT_EQ(-1, ioctl(dir, FS_IOC_REMOVE_ENCRYPTION_KEY, &arg));
	EXPECT_EQ(ENOKEY, errno);
	close(dir);
	ASSERT_EQ(0, key_add(self->mnt, &arg.key_spec));
	fill(self->want + PIN_OFF, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_SAME(self->file, FILE_SIZE);
}

TEST_F_TIMEOUT(encrypted, key_is_taken_away, TIMEOUT_S)
{
	key_is_taken_away(_metadata, &self->pin, variant);
}

TEST_HARNESS_MAIN
