/* SPDX-License-Identifier: GPL-2.0 */
/*
 * user_pin_test.h - ioctls of /dev/user_pin_test
 *
 * For tests only; this is not a stable interface. Shared by the driver and by
 * tools/testing/selftests/user_pin/.
 */
#ifndef USER_PIN_TEST_H
#define USER_PIN_TEST_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* How to pin: struct user_pin_test_pin.flags */
#define USER_PIN_TEST_WRITABLE	0x1	/* the device may write */
#define USER_PIN_TEST_LONGTERM	0x2	/* kept as long as the owner likes */
#define USER_PIN_TEST_REMOTE	0x4	/* pin_user_pages_remote(), not _fast() */
#define USER_PIN_TEST_PIN_FLAGS	0x7

/* The most that one call pins. */
#define USER_PIN_TEST_MAX_LENGTH	0x40000000

/**
 * struct user_pin_test_pin - pin a range of the caller's memory
 * @addr: first byte; need not be aligned
 * @length: number of bytes, not 0
 * @flags: USER_PIN_TEST_WRITABLE, _LONGTERM, _REMOTE
 * @id: filled in: what the other calls name the range by
 */
struct user_pin_test_pin {
	__u64 addr;
	__u64 length;
	__u32 flags;
	__u32 id;
};

/**
 * struct user_pin_test_write - let the device write, now
 * @offset: first byte, from the start of the pinned range
 * @length: number of bytes
 * @id: a range that was pinned with USER_PIN_TEST_WRITABLE
 * @value: what to write, 0 to 255, into every byte
 */
struct user_pin_test_write {
	__u64 offset;
	__u64 length;
	__u32 id;
	__u32 value;
};

/**
 * struct user_pin_test_count - how many pins are on a page?
 * @offset: a byte of the page, from the start of the pinned range
 * @count: filled in: folio_pin_count(), for all of the page's folio
 * @id: a pinned range
 * @pad: must be 0
 */
struct user_pin_test_count {
	__u64 offset;
	__u64 count;
	__u32 id;
	__u32 pad;
};

#define USER_PIN_TEST_IOC_PIN	_IOWR('~', 0x50, struct user_pin_test_pin)
#define USER_PIN_TEST_IOC_WRITE	_IOW('~', 0x51, struct user_pin_test_write)
#define USER_PIN_TEST_IOC_COUNT	_IOWR('~', 0x52, struct user_pin_test_count)
/* The argument is a pointer to the id. A range that was written is dirtied. */
#define USER_PIN_TEST_IOC_UNPIN	_IOW('~', 0x53, __u32)
/* The same without dirtying: what a driver that forgets it would do. */
#define USER_PIN_TEST_IOC_UNPIN_CLEAN	_IOW('~', 0x54, __u32)

#endif
