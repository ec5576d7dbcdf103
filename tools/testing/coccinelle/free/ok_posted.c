// SPDX-License-Identifier: GPL-2.0-only
/* Posted, and given back when it is done. */

struct rxd {
	struct list_head n;
	unsigned int cnt;
	struct page *pages[8];
};

struct rxring {
	spinlock_t lock;
	struct list_head posted, completed;
};

int rxring_post(struct rxring *r, unsigned long va, unsigned int cnt)
{
	struct rxd *d;
	int got;

	if (cnt == 0 || cnt > 8)
		return -ERANGE;
	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return -ENOMEM;
	got = pin_user_pages_fast(va, cnt, FOLL_WRITE, d->pages);
	if (got <= 0) {
		kfree(d);
		return got ? got : -EFAULT;
	}
	d->cnt = got;
	spin_lock_bh(&r->lock);
	list_add_tail(&d->n, &r->posted);
	spin_unlock_bh(&r->lock);
	return got;
}

void rxring_reap(struct rxring *r)
{
	struct rxd *d, *next;
	LIST_HEAD(done);

	spin_lock_bh(&r->lock);
	list_splice_init(&r->completed, &done);
	spin_unlock_bh(&r->lock);

	list_for_each_entry_safe(d, next, &done, n) {
		unpin_user_pages_dirty_lock(d->pages, d->cnt, true);
		kfree(d);
	}
}
