// SPDX-License-Identifier: GPL-2.0-only
static void job_cleanup(struct job *job)
{
	put_user_pages(job->pages, job->nr);
	kvfree(job->pages);
}

static int job_setup(struct dev *dev, struct job *job, unsigned long addr, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, job->pages);

	if (got < 0)
		return got;
	job->nr = got;
	if (got != nr || dev_start(dev, job)) {
		job_cleanup(job);
		return -EFAULT;
	}
	return 0;
}
