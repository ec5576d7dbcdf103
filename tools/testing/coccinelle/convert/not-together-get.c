// SPDX-License-Identifier: GPL-2.0
/* The other file cannot be converted, so this one must not be, either. */
#include <linux/mm.h>
#include "not-together.h"

int mixed_setup(struct mixed_dma *dma, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, 0, dma->mix);

	if (got < 0)
		return got;
	dma->count = got;
	return 0;
}

void mixed_unmap(struct mixed_dma *dma)
{
	release_pages(dma->mix, dma->count);
}

int filled_setup(struct mixed_dma *dma, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, 0, dma->fill);

	if (got < 0)
		return got;
	dma->count = got;
	return 0;
}

void filled_unmap(struct mixed_dma *dma)
{
	release_pages(dma->fill, dma->count);
}
