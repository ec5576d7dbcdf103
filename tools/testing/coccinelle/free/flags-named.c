// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET by way of macros, and by a function that is given an address. */
#include <linux/mm.h>

#define READ_FLAGS		(FOLL_GET)
#define WRITE_FLAGS		(READ_FLAGS | FOLL_WRITE)
#define dir_flags(dir)		((dir) == DMA_FROM_DEVICE ? WRITE_FLAGS : READ_FLAGS)

enum mode { PEEK, SAVE };

static int mode_flags(enum mode mode, unsigned int *flags)
{
	switch (mode) {
	case PEEK:
		*flags = 0;
		return 0;
	case SAVE:
		*flags = FOLL_GET | FOLL_FORCE;
		return 0;
	}
	return -EINVAL;
}

int macro_io(unsigned long addr, struct page **pages, int n, enum dma_data_direction dir)
{
	int got = pin_user_pages_fast(addr, n, dir_flags(dir), pages);

	if (got > 0)
		unpin_user_pages(pages, got);
	return got;
}

int address_io(unsigned long addr, struct page **pages, int n, enum mode mode)
{
	unsigned int flags;
	int got;

	if (mode_flags(mode, &flags))
		return -EINVAL;
	got = pin_user_pages_fast(addr, n, flags, pages);
	if (got > 0)
		unpin_user_pages(pages, got);
	return got;
}
