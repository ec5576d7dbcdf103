// SPDX-License-Identifier: GPL-2.0-only
static void job_done(struct dev *dev, struct job *job)
{
	unsigned long flags;

	spin_lock_irqsave(&dev->lock, flags);
	if (!job->active) {
		spin_unlock_irqrestore(&dev->lock, flags);
		return;
	}
	unpin_user_pages_dirty_lock(job->pages, job->nr, job->write);
	spin_unlock_irqrestore(&dev->lock, flags);
}
