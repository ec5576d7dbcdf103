// SPDX-License-Identifier: GPL-2.0-only
/* The function waits until an interrupt has given them back. */

struct dac_dev {
	void __iomem *regs;
	struct page *pages[32];
	int nr;
	wait_queue_head_t wq;
	bool done;
};

static void dac_finish(struct dac_dev *dac)
{
	unpin_user_pages_dirty_lock(dac->pages, dac->nr, true);
	dac->nr = 0;
	dac->done = true;
	wake_up(&dac->wq);
}

static irqreturn_t dac_isr(int irq, void *data)
{
	struct dac_dev *dac = data;
	u32 st = readl(dac->regs + 0x10);

	if (!(st & BIT(0)))
		return IRQ_NONE;
	writel(st, dac->regs + 0x10);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t dac_thread(int irq, void *data)
{
	dac_finish(data);
	return IRQ_HANDLED;
}

int dac_capture(struct dac_dev *dac, unsigned long va, int n)
{
	int ret;

	if (n <= 0 || n > ARRAY_SIZE(dac->pages))
		return -EINVAL;
	ret = pin_user_pages_fast(va, n, FOLL_WRITE, dac->pages);
	if (ret <= 0)
		return ret ? ret : -EFAULT;
	dac->nr = ret;
	dac->done = false;
	dac_hw_start(dac);
	wait_event(dac->wq, dac->done);
	return 0;
}

int dac_init_irq(struct dac_dev *dac, int irq)
{
	init_waitqueue_head(&dac->wq);
	return request_threaded_irq(irq, dac_isr, dac_thread, IRQF_SHARED,
				    "dac", dac);
}
