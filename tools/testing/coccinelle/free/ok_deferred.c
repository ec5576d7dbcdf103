// SPDX-License-Identifier: GPL-2.0-only
static void job_done(struct dev *dev, struct job *job)
{
	if (in_interrupt()) {
		schedule_work(&job->work);
		return;
	}
	put_user_pages_dirty_lock(job->pages, job->nr, true);
}
