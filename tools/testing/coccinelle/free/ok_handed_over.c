// SPDX-License-Identifier: GPL-2.0-only
static int dev_submit(struct dev *dev, struct job *job, unsigned long addr, int nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, err;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return err;
	}
	job->pages = pages;
	job->nr = nr;
	list_add_tail(&job->list, &dev->jobs);
	return 0;
}
