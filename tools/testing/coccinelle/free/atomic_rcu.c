// SPDX-License-Identifier: GPL-2.0-only
static void job_done(struct dev *dev, struct job *job)
{
	int i;

	rcu_read_lock();
	for (i = 0; i < job->nr; i++) {
		set_page_dirty_lock(job->pages[i]);
		put_user_page(job->pages[i]);
	}
	rcu_read_unlock();
}
