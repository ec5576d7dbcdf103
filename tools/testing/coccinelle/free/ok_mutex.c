// SPDX-License-Identifier: GPL-2.0-only
static void job_done(struct dev *dev, struct job *job)
{
	mutex_lock(&dev->mutex);
	put_user_pages_dirty_lock(job->pages, job->nr, true);
	mutex_unlock(&dev->mutex);
}
