// SPDX-License-Identifier: GPL-2.0
/* The other file releases the same field, and is converted at the same time. */
#include <linux/mm.h>
#include "together.h"

int shared_setup(struct shared_dma *dma, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, 0, dma->map);

	if (got != nr) {
		if (got > 0)
			release_pages(dma->map, got);
		return -EINVAL;
	}
	dma->count = nr;
	return 0;
}

void shared_unmap(struct shared_dma *dma)
{
	int i;

	for (i = 0; i < dma->count; i++)
		put_page(dma->map[i]);
	dma->count = 0;
}
