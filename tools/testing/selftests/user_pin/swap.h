/* SPDX-License-Identifier: GPL-2.0 */
/*
 * swap.h - anonymous memory that is clean, although it may be written to
 *
 * A page that was swapped in by a read may be mapped writable and is not dirty,
 * since swap has its contents. If a pin writes to it and nobody says so, reclaim
 * drops it, and the old contents come back.
 */
#ifndef USER_PIN_SWAP_H
#define USER_PIN_SWAP_H

#include <sys/swap.h>

#include "blockdev.h"

#define SWAP_MIB	32

struct swap {
	char disk[32], dev[64];
};

static inline void swap_start(struct swap *s)
{
	snprintf(s->disk, sizeof(s->disk), "swap%d", getpid());
	snprintf(s->dev, sizeof(s->dev), "/dev/%s", s->disk);
	ramdisk_create(s->disk, SWAP_MIB);
	if (run_cmd("mkswap %s >/dev/null", s->dev) || swapon(s->dev, 0))
		bail_out("no swap on %s (CONFIG_SWAP): %m", s->dev);
}

static inline void swap_stop(struct swap *s)
{
	if (!s->disk[0])
		return;
	swapoff(s->dev);
	ramdisk_remove(s->disk);
}

/* Swap memory out. Is none of it mapped any more? */
static inline bool swap_out(char *mem, size_t size)
{
	int map = open("/proc/self/pagemap", O_RDONLY);
	unsigned long long entry = 0;
	size_t i;

	if (madvise(mem, size, MADV_PAGEOUT))
		bail_out("MADV_PAGEOUT: %m");
	for (i = 0; i < size; i += PAGE)
		if (pread(map, &entry, 8, (unsigned long)(mem + i) / PAGE * 8) != 8 ||
		    !(entry & 1ULL << 62))		/* in swap */
			break;
	close(map);
	return i >= size;
}

/* Swap memory in again, by reads. */
static inline void swap_in(const char *mem, size_t size)
{
	size_t i;
	char c;

	for (i = 0; i < size; i += PAGE)
		memcpy(&c, mem + i, 1);
}

#endif
