// SPDX-License-Identifier: GPL-2.0-only
/* The count is cleared before it is used. */

struct isp_job {
	struct list_head node;
	struct page **pages;
	int nr;
	u32 state;
};

struct isp_queue {
	spinlock_t lock;
	struct list_head jobs;
};

static void isp_job_reset(struct isp_job *job)
{
	job->state = 0;
	job->nr = 0;
	unpin_user_pages_dirty_lock(job->pages, job->nr, true);
	kfree(job->pages);
	job->pages = NULL;
}

static int isp_job_fill(struct isp_job *job, unsigned long addr, int nr)
{
	int n;

	job->pages = kcalloc(nr, sizeof(*job->pages), GFP_KERNEL);
	if (!job->pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM,
				job->pages);
	if (n != nr) {
		if (n > 0)
			unpin_user_pages(job->pages, n);
		kfree(job->pages);
		job->pages = NULL;
		return n < 0 ? n : -EFAULT;
	}
	job->nr = n;
	job->state = 1;
	return 0;
}

static void isp_reap(struct isp_queue *q)
{
	struct isp_job *job, *tmp;
	LIST_HEAD(done);

	spin_lock_irq(&q->lock);
	list_splice_init(&q->jobs, &done);
	spin_unlock_irq(&q->lock);

	list_for_each_entry_safe(job, tmp, &done, node) {
		list_del(&job->node);
		isp_job_reset(job);
		kfree(job);
	}
}
