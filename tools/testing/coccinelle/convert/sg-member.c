// SPDX-License-Identifier: GPL-2.0
/* An old way to fill a scatterlist; it is only for the device. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

int send(struct device *dev, struct scatterlist *table, unsigned long addr)
{
	struct page *list[8];
	int k, got;

	got = get_user_pages(current, current->mm, addr, 8, 0, 0, list, NULL);
	if (got <= 0)
		return -EFAULT;
	for (k = 0; k < got; k++) {
		table[k].page = list[k];
		table[k].length = PAGE_SIZE;
	}
	dma_map_sg(dev, table, got, DMA_TO_DEVICE);
	wait_event(queue, done);
	dma_unmap_sg(dev, table, got, DMA_TO_DEVICE);
	for (k = 0; k < got; k++)
		put_page(list[k]);
	return got;
}
