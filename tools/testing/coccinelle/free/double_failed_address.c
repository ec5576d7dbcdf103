// SPDX-License-Identifier: GPL-2.0-only
/* A job that failed has given its pages back already. */

struct zx_job {
	struct list_head	node;
	struct zx_dev		*zd;
	struct page		**pages;
	unsigned int		nr;
	int			status;
	struct completion	done;
};

static void zx_job_finish(struct zx_job *job, int status)
{
	job->status = status;
	unpin_user_pages(job->pages, job->nr);
	complete(&job->done);
}

static int zx_job_submit(struct zx_job *job)
{
	struct zx_dev *zd = job->zd;
	int slot;

	slot = zx_get_slot(zd);
	if (slot < 0) {
		zx_job_finish(job, slot);
		return slot;
	}
	spin_lock_irq(&zd->lock);
	list_add_tail(&job->node, &zd->active);
	zx_ring(zd, slot, job);
	spin_unlock_irq(&zd->lock);
	return 0;
}

/* called from the device's ordered workqueue */
static void zx_reap(struct zx_dev *zd)
{
	struct zx_job *job;

	while ((job = zx_pop_done(zd)))
		zx_job_finish(job, zx_hw_status(job));
}

int zx_ioctl_run(struct zx_dev *zd, unsigned long src, unsigned int nr)
{
	struct zx_job job = { .zd = zd };
	int ret;

	init_completion(&job.done);
	job.pages = kvmalloc_array(nr, sizeof(struct page *), GFP_KERNEL);
	if (!job.pages)
		return -ENOMEM;

	ret = pin_user_pages_fast(src, nr, 0, job.pages);
	if (ret < 0)
		goto out;
	job.nr = ret;
	if (job.nr < nr) {
		ret = -EFAULT;
		goto out_unpin;
	}

	ret = zx_job_submit(&job);
	if (ret)
		goto out_unpin;

	wait_for_completion(&job.done);
	ret = job.status;
	goto out;

out_unpin:
	unpin_user_pages(job.pages, job.nr);
out:
	kvfree(job.pages);
	return ret;
}
