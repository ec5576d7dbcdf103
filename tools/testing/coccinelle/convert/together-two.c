// SPDX-License-Identifier: GPL-2.0
/* Takes two parts; the good ones are released in the other file. */
#include <linux/mm.h>
#include "together.h"

int shared_two(struct shared_dma *dma, unsigned long one, unsigned long two)
{
	int i, a, b;

	a = get_user_pages_fast(one, 8, 0, &dma->map[0]);
	b = get_user_pages_fast(two, 8, 0, &dma->map[8]);
	if (a == 8 && b == 8) {
		dma->count = 16;
		return 0;
	}
	for (i = 0; i < a; i++)
		put_page(dma->map[i]);
	for (i = 0; i < b; i++)
		put_page(dma->map[8 + i]);
	return -EFAULT;
}
