// SPDX-License-Identifier: GPL-2.0-only
static irqreturn_t dev_irq(int irq, void *data)
{
	struct dev *dev = data;

	unpin_user_pages_dirty_lock(dev->pages, dev->nr, true);
	return IRQ_HANDLED;
}

static int dev_probe(struct dev *dev)
{
	return request_irq(dev->irq, dev_irq, 0, "dev", dev);
}
