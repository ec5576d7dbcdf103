// SPDX-License-Identifier: GPL-2.0-only
/* An interrupt handler dirties with the page lock, two calls away. */

struct ti_slot {
	struct list_head	node;
	struct page		**pages;
	unsigned int		nr;
	struct completion	done;
};

static void ti_slot_unpin(struct ti_slot *s)
{
	unpin_user_pages_dirty_lock(s->pages, s->nr, true);
	s->nr = 0;
}

static void ti_slot_complete(struct ti_cam *cam, u32 idx)
{
	struct ti_slot *s = xchg(&cam->slot[idx], NULL);

	if (!s)
		return;
	ti_hw_stop_slot(cam, idx);
	ti_slot_unpin(s);
	complete(&s->done);
}

static irqreturn_t ti_cam_irq(int irq, void *data)
{
	struct ti_cam *cam = data;
	u32 st = readl(cam->regs + TI_STATUS);

	if (!(st & TI_STATUS_MASK))
		return IRQ_NONE;

	writel(st, cam->regs + TI_STATUS);
	if (st & TI_SLOT0_DONE)
		ti_slot_complete(cam, 0);
	if (st & TI_SLOT1_DONE)
		ti_slot_complete(cam, 1);
	return IRQ_HANDLED;
}

int ti_cam_queue(struct ti_cam *cam, u32 idx, struct ti_slot *s, unsigned long va, unsigned int nr)
{
	int n = pin_user_pages_fast(va, nr, FOLL_WRITE | FOLL_LONGTERM, s->pages);

	if (n < 0)
		return n;
	if (n != nr) {
		unpin_user_pages(s->pages, n);
		return -EFAULT;
	}
	s->nr = n;
	init_completion(&s->done);
	if (cmpxchg(&cam->slot[idx], NULL, s)) {
		ti_slot_unpin(s);
		return -EBUSY;
	}
	ti_hw_start_slot(cam, idx, s->pages, s->nr);
	return 0;
}

int ti_cam_setup_irq(struct ti_cam *cam, int irq)
{
	return devm_request_irq(cam->dev, irq, ti_cam_irq, IRQF_SHARED, "ti-cam", cam);
}
