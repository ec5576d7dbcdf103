// SPDX-License-Identifier: GPL-2.0-only
/* Given back by work that is due when the device is done, or has not been in time. */
static void kite_cut(struct kite *k)
{
	unpin_user_pages_dirty_lock(k->strings, k->nr, true);
	kfree(k);
}

static void kite_land(struct work_struct *w)
{
	kite_cut(container_of(w, struct kite, work));
}

static void kite_handler(struct kite *k)
{
	schedule_work(&k->work);
}

static void kite_lost(struct timer_list *t)
{
	struct kite *k = from_timer(k, t, timer);

	kite_handler(k);
}

static int kite_fly(struct kite *k, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE, k->strings);

	if (got != nr) {
		if (got > 0)
			unpin_user_pages(k->strings, got);
		return got < 0 ? got : -EFAULT;
	}
	k->nr = nr;
	INIT_WORK(&k->work, kite_land);
	timer_setup(&k->timer, kite_lost, 0);
	kite_wind(k);
	return 0;
}
