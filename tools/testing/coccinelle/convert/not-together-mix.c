// SPDX-License-Identifier: GPL-2.0
/* User pages and others in one array, and one array filled for the other file. */
#include <linux/mm.h>
#include "not-together.h"

int mixed_more(struct mixed_dma *dma, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, 0, &dma->mix[1]) != 1)
		return -EFAULT;
	dma->mix[0] = alloc_page(GFP_KERNEL);
	return 0;
}

void mixed_less(struct mixed_dma *dma)
{
	put_page(dma->mix[0]);
	put_page(dma->mix[1]);
}

void filled_more(struct mixed_dma *dma)
{
	dma->fill[3] = alloc_page(GFP_KERNEL);
}
