// SPDX-License-Identifier: GPL-2.0
/* More that runs with interrupts off, and an argument that is no constant. */
#include <linux/mm.h>

struct dev {
	struct page **pages;
	int nr;
	int write;
	unsigned long bits;
	seqlock_t seq;
	spinlock_t lock;
};

static struct dev *the;

void a_cond(struct dev *d)
{
	spin_lock(&d->lock);
	unpin_user_pages_dirty_lock(d->pages, d->nr, d->write != 0);
	spin_unlock(&d->lock);
}

void a_bit(struct dev *d)
{
	bit_spin_lock(0, &d->bits);
	unpin_user_pages_dirty_lock(d->pages, d->nr, true);
	bit_spin_unlock(0, &d->bits);
}

void a_seq(struct dev *d)
{
	write_seqlock(&d->seq);
	unpin_user_pages_dirty_lock(d->pages, d->nr, true);
	write_sequnlock(&d->seq);
}

static void a_ipi(void *data)
{
	struct dev *d = data;

	unpin_user_pages_dirty_lock(d->pages, d->nr, true);
}

void a_call(struct dev *d)
{
	smp_call_function_single(1, a_ipi, d, 0);
}

static void a_tasklet(struct tasklet_struct *t)
{
	unpin_user_pages_dirty_lock(the->pages, the->nr, true);
}
static DECLARE_TASKLET(a_t, a_tasklet);

void a_false(struct dev *d)
{
	spin_lock(&d->lock);
	unpin_user_pages_dirty_lock(d->pages, d->nr, false);
	spin_unlock(&d->lock);
}
