// SPDX-License-Identifier: GPL-2.0-only
/* The end of the job gives back, and who waited for it. */

struct cp_job {
	struct completion done;
	struct page **pages;
	int npages;
	int status;
};

static void cp_job_complete(void *data, int status)
{
	struct cp_job *job = data;

	job->status = status;
	unpin_user_pages(job->pages, job->npages);
	complete(&job->done);
}

int cp_copy_in(struct cp_dev *cp, unsigned long ubuf, int npages)
{
	struct cp_job job = { .npages = 0 };
	int ret;

	init_completion(&job.done);
	job.pages = kvcalloc(npages, sizeof(struct page *), GFP_KERNEL);
	if (!job.pages)
		return -ENOMEM;

	ret = pin_user_pages_fast(ubuf, npages, 0, job.pages);
	if (ret < 0)
		goto free;
	job.npages = ret;
	if (ret != npages) {
		ret = -EFAULT;
		goto unpin;
	}

	ret = cp_queue(cp, &job, cp_job_complete);
	if (ret)
		goto unpin;

	wait_for_completion(&job.done);
	ret = job.status;
unpin:
	unpin_user_pages(job.pages, job.npages);
free:
	kvfree(job.pages);
	return ret;
}
