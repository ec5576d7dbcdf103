// SPDX-License-Identifier: GPL-2.0-only
static void job_done(struct dev *dev, struct job *job)
{
	spin_lock(&dev->lock);
	put_user_pages_dirty_lock(job->pages, job->nr, false);
	put_user_pages(job->more, job->nr);
	spin_unlock(&dev->lock);
}
