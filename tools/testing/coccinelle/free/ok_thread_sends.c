// SPDX-License-Identifier: GPL-2.0-only
/* A thread sends what is in the list, and a helper gives it back. */
static void item_free(struct item *it)
{
	unpin_user_pages(it->pages, it->nr);
	kfree(it);
}

static int pump_thread(void *data)
{
	struct pump *p = data;
	struct item *it;

	while (!kthread_should_stop()) {
		wait_event_interruptible(p->wait, pump_has(p) || kthread_should_stop());
		while ((it = pump_pop(p))) {
			pump_hw(p, it);
			item_free(it);
		}
	}
	return 0;
}

int pump_push(struct pump *p, unsigned long addr, int nr)
{
	struct item *it = kmalloc(sizeof(*it), GFP_KERNEL);
	int got;

	if (!it)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, 0, it->pages);
	if (got < 0) {
		kfree(it);
		return got;
	}
	it->nr = got;
	if (it->nr < nr) {
		item_free(it);
		return -EFAULT;
	}
	spin_lock(&p->lock);
	list_add_tail(&it->node, &p->items);
	spin_unlock(&p->lock);
	wake_up(&p->wait);
	return 0;
}
