// SPDX-License-Identifier: GPL-2.0-only
/* An interrupt gives them back; who asks for it is in another file. */

struct dac {
	struct device *dev;
	void __iomem *regs;
	struct completion idle;
	struct page *pages[8];
	dma_addr_t dma[8];
	int nr;
};

static void dac_unmap(struct dac *d, int upto)
{
	while (upto--)
		dma_unmap_page(d->dev, d->dma[upto], PAGE_SIZE, DMA_TO_DEVICE);
}

static irqreturn_t dac_irq(int irq, void *arg)
{
	struct dac *d = arg;

	if (!(readl(d->regs) & BIT(3)))
		return IRQ_NONE;
	writel(BIT(3), d->regs);

	dac_unmap(d, d->nr);
	unpin_user_pages(d->pages, d->nr);
	d->nr = 0;
	complete(&d->idle);
	return IRQ_HANDLED;
}

int dac_play(struct dac *d, unsigned long uaddr, int nr)
{
	int got, i;

	if (nr < 1 || nr > 8)
		return -EINVAL;
	wait_for_completion(&d->idle);

	got = pin_user_pages_fast(uaddr, nr, 0, d->pages);
	if (got <= 0) {
		complete(&d->idle);
		return got ? got : -EFAULT;
	}
	for (i = 0; i < got; i++) {
		d->dma[i] = dma_map_page(d->dev, d->pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(d->dev, d->dma[i])) {
			dac_unmap(d, i);
			unpin_user_pages(d->pages, got);
			complete(&d->idle);
			return -EIO;
		}
	}
	d->nr = got;
	writel(got, d->regs + 8);
	return got;
}
