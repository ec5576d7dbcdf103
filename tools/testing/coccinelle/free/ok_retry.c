// SPDX-License-Identifier: GPL-2.0-only
/* Given back, and taken again by a helper after the jump. */
static int retry_pin(struct retry *r, unsigned long addr, unsigned long nr)
{
	long got = pin_user_pages_fast(addr, nr, FOLL_WRITE, r->pages);

	if (got < 0)
		return got;
	if (got != (long)nr) {
		unpin_user_pages(r->pages, got);
		return -EFAULT;
	}
	r->nr = nr;
	return 0;
}

int retry_access(struct retry *r, unsigned long addr, unsigned long nr)
{
	unsigned long seq;
	int err;

again:
	seq = mmu_interval_read_begin(&r->ni);
	err = retry_pin(r, addr, nr);
	if (err)
		return err;
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
