// SPDX-License-Identifier: GPL-2.0
/*
 * device_test.c - pins of a driver, with /dev/user_pin_test as the device
 *
 * The device pins a range, writes to it when told and gives it back, as the
 * hardware of a driver would: drivers/misc/user_pin_test.c. Data written that
 * way must be on the disk in the end, on every file system; the count of pins
 * must be exact; and what a driver can do wrong must not outlive its file.
 */
#define _GNU_SOURCE
#include <sys/resource.h>

#include "../kselftest_harness.h"
#include "../../../../drivers/misc/user_pin_test.h"
#include "caller.h"
#include "watch.h"

#define DEVICE		"/dev/user_pin_test"
#define TIMEOUT_S	120
#define NOBODY		65534

#define WRITABLE	USER_PIN_TEST_WRITABLE
#define LONGTERM	USER_PIN_TEST_LONGTERM
#define REMOTE		USER_PIN_TEST_REMOTE

/* === The device ========================================================= */

/* Open the device; if there is none, say why in the skip. */
#define DEVICE_OPEN(fd)							\
	do {								\
		(fd) = open(DEVICE, O_RDWR | O_CLOEXEC);		\
		if ((fd) < 0 && (errno == ENOENT || errno == ENXIO))	\
			SKIP(return, "no " DEVICE " (CONFIG_USER_PIN_TEST)"); \
		if ((fd) < 0 && errno == EACCES)			\
			SKIP(return, "needs root");			\
		ASSERT_GE(fd, 0);					\
	} while (0)

/* These return 0 (dev_pin() an id, dev_count() a count) or -errno. */

static int dev_pin(int dev, const void *addr, size_t length, unsigned int flags)
{
	struct user_pin_test_pin arg = {
		.addr = (unsigned long)addr,
		.length = length,
		.flags = flags,
	};

	return ioctl(dev, USER_PIN_TEST_IOC_PIN, &arg) ? -errno : (int)arg.id;
}

static int dev_write(int dev, int id, size_t offset, size_t length, unsigned char value)
{
	struct user_pin_test_write arg = {
		.offset = offset,
		.length = length,
		.id = id,
		.value = value,
	};

	return ioctl(dev, USER_PIN_TEST_IOC_WRITE, &arg) ? -errno : 0;
}

static long dev_count(int dev, int id, size_t offset)
{
	struct user_pin_test_count arg = { .offset = offset, .id = id };

	return ioctl(dev, USER_PIN_TEST_IOC_COUNT, &arg) ? -errno : (long)arg.count;
}

static int dev_unpin(int dev, int id)
{
	__u32 arg = id;

	return ioctl(dev, USER_PIN_TEST_IOC_UNPIN, &arg) ? -errno : 0;
}

static int dev_unpin_clean(int dev, int id)
{
	__u32 arg = id;

	return ioctl(dev, USER_PIN_TEST_IOC_UNPIN_CLEAN, &arg) ? -errno : 0;
}

/* === Anonymous memory: what the driver itself does ====================== */

FIXTURE(device) {
	int dev;
	char *mem;
};

#define MEM_SIZE	(16 * PAGE)

FIXTURE_SETUP(device)
{
	DEVICE_OPEN(self->dev);
	self->mem = mmap(NULL, MEM_SIZE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->mem);
	memset(self->mem, 'm', MEM_SIZE);
}

FIXTURE_TEARDOWN(device)
{
	close(self->dev);
	munmap(self->mem, MEM_SIZE);
}

/* Bytes, not pages: the range begins and ends in the middle of one. */
TEST_F(device, writes_what_it_is_told)
{
	const size_t start = PAGE - 3, length = 2 * PAGE + 6;
	size_t i;
	int id;

	id = dev_pin(self->dev, self->mem + start, length, WRITABLE);
	ASSERT_GT(id, 0);
	ASSERT_EQ(0, dev_write(self->dev, id, 1, length - 2, 'd'));
	ASSERT_EQ(0, dev_unpin(self->dev, id));
	for (i = 0; i < MEM_SIZE; i++)
		ASSERT_EQ(i > start && i < start + length - 1 ? 'd' : 'm', self->mem[i]);
}

TEST_F(device, refuses_bad_arguments)
{
	struct user_pin_test_count count = { .pad = 1 };
	char *end = (char *)-PAGE;
	int rd, wr;

	EXPECT_EQ(-EINVAL, dev_pin(self->dev, self->mem, 0, 0));
	EXPECT_EQ(-EINVAL, dev_pin(self->dev, self->mem, PAGE, ~0U));
	EXPECT_EQ(-EINVAL, dev_pin(self->dev, self->mem, USER_PIN_TEST_MAX_LENGTH + 1, 0));
	EXPECT_EQ(-EINVAL, dev_pin(self->dev, end, 2 * PAGE, 0));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, NULL, PAGE, 0));
	EXPECT_EQ(-1, ioctl(self->dev, USER_PIN_TEST_IOC_PIN, NULL));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, ioctl(self->dev, 0, NULL));
	EXPECT_EQ(ENOTTY, errno);

	rd = dev_pin(self->dev, self->mem, 2 * PAGE, 0);
	ASSERT_GT(rd, 0);
	wr = dev_pin(self->dev, self->mem, 2 * PAGE, WRITABLE);
	ASSERT_GT(wr, 0);
	ASSERT_NE(rd, wr);
	EXPECT_EQ(-EACCES, dev_write(self->dev, rd, 0, 1, 'd'));
	EXPECT_EQ(-EINVAL, dev_write(self->dev, wr, 2 * PAGE, 1, 'd'));
	EXPECT_EQ(-EINVAL, dev_write(self->dev, wr, 1, 2 * PAGE, 'd'));
	EXPECT_EQ(-EINVAL, dev_write(self->dev, wr, -1, 2, 'd'));
	EXPECT_EQ(-EINVAL, dev_count(self->dev, wr, 2 * PAGE));
	EXPECT_EQ(-1, ioctl(self->dev, USER_PIN_TEST_IOC_COUNT, &count));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(0, dev_unpin(self->dev, wr));
	EXPECT_EQ(-ENOENT, dev_unpin(self->dev, wr));
	EXPECT_EQ(-ENOENT, dev_write(self->dev, wr, 0, 1, 'd'));
	EXPECT_EQ(-ENOENT, dev_count(self->dev, wr, 0));
	EXPECT_EQ(0, dev_unpin(self->dev, rd));
	EXPECT_EQ('m', self->mem[0]);
}

/* Long-term pins count against RLIMIT_MEMLOCK; a failed one leaves nothing. */
TEST_F(device, longterm_is_accounted)
{
	struct rlimit limit = { 4 * PAGE, 4 * PAGE };
	int id, more;

	ASSERT_EQ(0, setrlimit(RLIMIT_MEMLOCK, &limit));
	/* Root has no limit. */
	ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
	EXPECT_EQ(-ENOMEM, dev_pin(self->dev, self->mem, 5 * PAGE, LONGTERM));
	id = dev_pin(self->dev, self->mem, 4 * PAGE, LONGTERM | WRITABLE);
	ASSERT_GT(id, 0);
	EXPECT_EQ(-ENOMEM, dev_pin(self->dev, self->mem, 1, LONGTERM));
	EXPECT_EQ(0, dev_unpin(self->dev, id));

	ASSERT_EQ(0, mprotect(self->mem + 2 * PAGE, PAGE, PROT_NONE));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->mem, 4 * PAGE, LONGTERM));
	id = dev_pin(self->dev, self->mem, 2 * PAGE, LONGTERM);
	EXPECT_GT(id, 0);
	more = dev_pin(self->dev, self->mem, 2 * PAGE, LONGTERM | REMOTE);
	EXPECT_GT(more, 0);
	EXPECT_EQ(-ENOMEM, dev_pin(self->dev, self->mem, 1, LONGTERM));
}

/* === Files ============================================================== */

FIXTURE(device_file) {
	struct caller c;
	int dev;
};

FIXTURE_VARIANT(device_file) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(device_file, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(device_file, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(device_file, btrfs) { .fs = "btrfs" };
FIXTURE_VARIANT_ADD(device_file, f2fs) { .fs = "f2fs" };

/* The pins here outlast every wait, of which none is long. */
FIXTURE_SETUP(device_file)
{
	const char *skip;

	DEVICE_OPEN(self->dev);
	skip = caller_setup(&self->c, variant->fs);
	if (skip)
		SKIP(return, "%s: %s", variant->fs, skip);
}

FIXTURE_TEARDOWN(device_file)
{
	close(self->dev);
	caller_teardown(&self->c);
}

#define ASSERT_ON_DISK()	ASSERT_STREQ("", caller_on_disk(&self->c))

/* Pin, let the file system clean the page, write, release: not one byte lost. */
#define LATE_WRITE(pin_flags)						\
	do {								\
		int id_ = dev_pin(self->dev, self->c.map + PIN_OFF, 3 * PAGE, \
				  WRITABLE | (pin_flags));		\
									\
		ASSERT_GT(id_, 0);					\
		ASSERT_EQ(0, fsync(self->c.fd));			\
		ASSERT_EQ(0, madvise(self->c.map, FILE_SIZE, MADV_PAGEOUT)); \
		ASSERT_EQ(0, dev_write(self->dev, id_, 16, 2 * PAGE, 'd')); \
		ASSERT_EQ(0, dev_unpin(self->dev, id_));		\
		memset(self->c.want + PIN_OFF + 16, 'd', 2 * PAGE);	\
	} while (0)

TEST_F_TIMEOUT(device_file, late_write_is_kept, TIMEOUT_S)
{
	LATE_WRITE(0);
	ASSERT_ON_DISK();
}

TEST_F_TIMEOUT(device_file, late_write_of_a_remote_pin_is_kept, TIMEOUT_S)
{
	LATE_WRITE(REMOTE);
	ASSERT_ON_DISK();
}

/* The mapping is gone, the pin is not. */
TEST_F_TIMEOUT(device_file, late_write_after_munmap_is_kept, TIMEOUT_S)
{
	int id = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, WRITABLE);

	ASSERT_GT(id, 0);
	ASSERT_EQ(0, fsync(self->c.fd));
	ASSERT_EQ(0, munmap(self->c.map, FILE_SIZE));
	self->c.map = NULL;
	ASSERT_EQ(0, drop_caches());
	ASSERT_EQ(0, dev_write(self->dev, id, 0, PAGE, 'd'));
	ASSERT_EQ(0, dev_unpin(self->dev, id));
	memset(self->c.want + PIN_OFF, 'd', PAGE);
	ASSERT_ON_DISK();
}

/* A driver that is closed, or whose user dies, releases and dirties. */
TEST_F_TIMEOUT(device_file, close_releases, TIMEOUT_S)
{
	int other, id, mine;

	DEVICE_OPEN(other);
	mine = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, 0);
	ASSERT_GT(mine, 0);
	id = dev_pin(other, self->c.map + PIN_OFF, PAGE, WRITABLE);
	ASSERT_GT(id, 0);
	ASSERT_GT(dev_pin(other, self->c.map + PIN_OFF, PAGE, REMOTE), 0);
	ASSERT_EQ(3, dev_count(self->dev, mine, 0));
	ASSERT_EQ(0, fsync(self->c.fd));
	ASSERT_EQ(0, dev_write(other, id, 0, PAGE, 'd'));
	ASSERT_EQ(0, close(other));
	ASSERT_EQ(1, dev_count(self->dev, mine, 0));
	ASSERT_EQ(0, dev_unpin(self->dev, mine));
	memset(self->c.want + PIN_OFF, 'd', PAGE);
	ASSERT_ON_DISK();
}

/* The pages before a hole in the address space are given back. */
TEST_F_TIMEOUT(device_file, fault_in_the_middle_leaves_nothing, TIMEOUT_S)
{
	long before = caller_pins();
	int mine;

	mine = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, 0);
	ASSERT_GT(mine, 0);
	ASSERT_EQ(0, mprotect(self->c.map + PIN_OFF + 2 * PAGE, PAGE, PROT_NONE));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->c.map + PIN_OFF, 3 * PAGE, 0));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->c.map + PIN_OFF, 3 * PAGE, REMOTE));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->c.map + PIN_OFF, 3 * PAGE, WRITABLE));
	EXPECT_EQ(1, dev_count(self->dev, mine, 0));
	EXPECT_EQ(0, dev_unpin(self->dev, mine));
	EXPECT_EQ(before, caller_pins());
}

TEST_F_TIMEOUT(device_file, count_is_exact, TIMEOUT_S)
{
	const unsigned int flags[] = { 0, WRITABLE, REMOTE, REMOTE | WRITABLE };
	int ids[40];
	int i;

	for (i = 0; i < 40; i++) {
		ids[i] = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, flags[i % 4]);
		ASSERT_GT(ids[i], 0);
		ASSERT_EQ(i + 1, dev_count(self->dev, ids[0], 0));
	}
	for (i = 39; i > 0; i--) {
		ASSERT_EQ(0, i % 2 ? dev_unpin(self->dev, ids[i]) :
				     dev_unpin_clean(self->dev, ids[i]));
		ASSERT_EQ(i, dev_count(self->dev, ids[0], 0));
	}
}

/* Memory of a file cannot be handed out for ever, and the page is not touched. */
TEST_F_TIMEOUT(device_file, longterm_is_refused, TIMEOUT_S)
{
	int mine = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, WRITABLE);
	char want[32], text[4096];
	struct watch w;
	struct stat st;

	ASSERT_GT(mine, 0);
	ASSERT_TRUE(watch_start(&w, "user_pin_refuse_longterm"));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, WRITABLE | LONGTERM));
	/* It says who it was, and whose file. */
	ASSERT_EQ(0, fstat(self->c.fd, &st));
	snprintf(want, sizeof(want), " ino=%lu ", st.st_ino);
	EXPECT_GT(watch_event(&w, TIMEOUT_S * 500, text, sizeof(text)), 0);
	EXPECT_NE(NULL, strstr(text, want));
	snprintf(want, sizeof(want), "-%d ", getpid());
	EXPECT_NE(NULL, strstr(text, want));
	EXPECT_EQ(-EFAULT, dev_pin(self->dev, self->c.map + PIN_OFF, PAGE,
				   WRITABLE | LONGTERM | REMOTE));
	EXPECT_EQ(1, watch_count(&w));
	watch_stop(&w);
	EXPECT_EQ(1, dev_count(self->dev, mine, 0));
}

/* Reads through the device never dirty: the file stays as it is. */
TEST_F_TIMEOUT(device_file, reader_delays_nobody, TIMEOUT_S)
{
	int id;

	write_text(WAIT_MS, "10000");
	id = dev_pin(self->dev, self->c.map + PIN_OFF, PAGE, 0);
	ASSERT_GT(id, 0);
	self->c.map[0] = 'x';
	self->c.map[PIN_OFF] = 'x';
	self->c.want[0] = 'x';
	self->c.want[PIN_OFF] = 'x';
	/* A wait would end by the deadline, and the test by its own. */
	alarm(8);
	ASSERT_EQ(0, fsync(self->c.fd));
	ASSERT_EQ(0, dev_unpin(self->dev, id));
	ASSERT_ON_DISK();
}

TEST_HARNESS_MAIN
