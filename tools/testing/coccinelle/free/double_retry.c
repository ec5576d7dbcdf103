// SPDX-License-Identifier: GPL-2.0-only
/* The jump goes behind what takes the pages. */
int retry_access(struct retry *r, unsigned long addr, unsigned long nr)
{
	unsigned long seq;
	long got;
	int err;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, r->pages);
	if (got != (long)nr) {
		if (got > 0)
			unpin_user_pages(r->pages, got);
		return -EFAULT;
	}
	r->nr = nr;
again:
	seq = mmu_interval_read_begin(&r->ni);
	mutex_lock(&r->lock);
	if (mmu_interval_read_retry(&r->ni, seq)) {
		mutex_unlock(&r->lock);
		unpin_user_pages(r->pages, r->nr);
		goto again;
	}
	err = retry_program(r);
	mutex_unlock(&r->lock);
	unpin_user_pages_dirty_lock(r->pages, r->nr, !err);
	return err;
}
