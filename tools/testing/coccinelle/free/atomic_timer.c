// SPDX-License-Identifier: GPL-2.0-only
static void dev_timeout(struct timer_list *t)
{
	struct dev *dev = from_timer(dev, t, timer);

	put_user_pages_dirty_lock(dev->pages, dev->nr, true);
}

static void dev_init(struct dev *dev)
{
	timer_setup(&dev->timer, dev_timeout, 0);
}
