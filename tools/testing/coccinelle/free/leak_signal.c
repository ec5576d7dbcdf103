// SPDX-License-Identifier: GPL-2.0-only
/* A signal ends the wait, and nobody gives them back. */

struct scan_dev {
	wait_queue_head_t wq;
	bool idle;
	void __iomem *io;
};

void scan_hw_begin(struct scan_dev *d, struct page **pg, int n);
void scan_hw_halt(struct scan_dev *d);
int scan_hw_status(struct scan_dev *d);

static ssize_t scan_acquire(struct scan_dev *d, char __user *ubuf, size_t len)
{
	unsigned long base = (unsigned long)ubuf;
	struct page **pg;
	int n, rc;

	if (!PAGE_ALIGNED(base) || !len || !PAGE_ALIGNED(len))
		return -EINVAL;
	n = len >> PAGE_SHIFT;
	pg = kvmalloc_array(n, sizeof(*pg), GFP_KERNEL);
	if (!pg)
		return -ENOMEM;

	rc = pin_user_pages_fast(base, n, FOLL_WRITE, pg);
	if (rc != n) {
		if (rc > 0)
			unpin_user_pages(pg, rc);
		kvfree(pg);
		return rc < 0 ? rc : -EFAULT;
	}

	d->idle = false;
	scan_hw_begin(d, pg, n);
	rc = wait_event_interruptible(d->wq, d->idle);
	if (rc) {
		scan_hw_halt(d);
		kvfree(pg);
		return rc;
	}
	rc = scan_hw_status(d);
	unpin_user_pages_dirty_lock(pg, n, !rc);
	kvfree(pg);
	return rc ? rc : len;
}
