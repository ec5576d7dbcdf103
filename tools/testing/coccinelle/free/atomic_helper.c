// SPDX-License-Identifier: GPL-2.0-only
static void job_unpin(struct job *job)
{
	put_user_pages_dirty_lock(job->pages, job->nr, true);
}

static void job_done(struct dev *dev, struct job *job)
{
	spin_lock_bh(&dev->lock);
	job_unpin(job);
	spin_unlock_bh(&dev->lock);
}
