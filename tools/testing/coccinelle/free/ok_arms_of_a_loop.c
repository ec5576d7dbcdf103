// SPDX-License-Identifier: GPL-2.0-only
/* Each round has a request of its own, and one of two ways to give it back. */
static void reap(struct work_struct *w)
{
	struct unit *u = container_of(w, struct unit, reaper);
	struct request *r;

	spin_lock_irq(&u->lock);
	while (!list_empty(&u->finished)) {
		r = list_first_entry(&u->finished, struct request, list);
		list_del_init(&r->list);
		spin_unlock_irq(&u->lock);
		if (r->write)
			put_user_pages_dirty_lock(r->pages, r->nr, true);
		else
			put_user_pages(r->pages, r->nr);
		complete(&r->done);
		spin_lock_irq(&u->lock);
	}
	spin_unlock_irq(&u->lock);
}
