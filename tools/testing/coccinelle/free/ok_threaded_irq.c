// SPDX-License-Identifier: GPL-2.0-only
static irqreturn_t dev_thread(int irq, void *data)
{
	struct dev *dev = data;

	put_user_pages_dirty_lock(dev->pages, dev->nr, true);
	return IRQ_HANDLED;
}

static int dev_probe(struct dev *dev)
{
	return request_threaded_irq(dev->irq, NULL, dev_thread, IRQF_ONESHOT, "dev", dev);
}
