// SPDX-License-Identifier: GPL-2.0
/* The page lock cannot be taken here, or nobody knows: it stays as it was. */
#include <linux/mm.h>

struct ring {
	spinlock_t lock;
	struct page *held[16];
	struct page *irq[16];
	struct page *any[16];
	int nr;
};

static void held_put(struct ring *r)
{
	int i;

	for (i = 0; i < r->nr; i++) {
		set_page_dirty(r->held[i]);
		put_page(r->held[i]);
	}
}

int held_io(struct ring *r, unsigned long addr)
{
	int nr = get_user_pages_fast(addr, 16, FOLL_WRITE, r->held);

	if (nr < 0)
		return nr;
	r->nr = nr;
	spin_lock(&r->lock);
	held_put(r);
	spin_unlock(&r->lock);
	return 0;
}

static irqreturn_t ring_irq(int irq, void *data)
{
	struct ring *r = data;
	int i;

	for (i = 0; i < r->nr; i++) {
		SetPageDirty(r->irq[i]);
		put_page(r->irq[i]);
	}
	return IRQ_HANDLED;
}

int ring_start(struct ring *r, unsigned long addr, int irq)
{
	int nr = get_user_pages_fast(addr, 16, FOLL_WRITE, r->irq);

	if (nr < 0)
		return nr;
	r->nr = nr;
	return request_irq(irq, ring_irq, 0, "ring", r);
}

int any_start(struct ring *r, unsigned long addr)
{
	return get_user_pages_fast(addr, 16, FOLL_WRITE, r->any);
}

void any_end(struct ring *r)
{
	int i;

	for (i = 0; i < 16; i++) {
		set_page_dirty(r->any[i]);
		put_page(r->any[i]);
	}
}
