// SPDX-License-Identifier: GPL-2.0-only
/* The thread of an interrupt, which another file asks for. */

struct vrq {
	struct list_head node;
	struct page **pages;
	int nr;
};

struct vq {
	spinlock_t lock;
	struct list_head done;
};

int vrq_pin(struct vrq *r, unsigned long ua, int nr)
{
	int got = pin_user_pages_fast(ua, nr, FOLL_WRITE, r->pages);

	if (got == nr) {
		r->nr = nr;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(r->pages, got);
	return got < 0 ? got : -EFAULT;
}

irqreturn_t vq_thread(int irq, void *data)
{
	struct vq *q = data;
	struct vrq *r, *n;
	LIST_HEAD(list);

	spin_lock_irq(&q->lock);
	list_splice_init(&q->done, &list);
	spin_unlock_irq(&q->lock);

	list_for_each_entry_safe(r, n, &list, node) {
		list_del(&r->node);
		unpin_user_pages_dirty_lock(r->pages, r->nr, true);
		kfree(r->pages);
		kfree(r);
	}
	return IRQ_HANDLED;
}
