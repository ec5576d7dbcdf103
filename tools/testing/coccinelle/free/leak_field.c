// SPDX-License-Identifier: GPL-2.0-only
static int ctx_map(struct ctx *c, unsigned long a, int n)
{
	int ret;

	ret = pin_user_pages_fast(a, n, FOLL_WRITE | FOLL_LONGTERM, c->pages);
	if (ret != n) {
		if (ret > 0)
			unpin_user_pages(c->pages, ret);
		return -EFAULT;
	}
	ret = dma_map_sgtable(c->dev, &c->sgt, DMA_BIDIRECTIONAL, 0);
	if (ret)
		return ret;
	return 0;
}
