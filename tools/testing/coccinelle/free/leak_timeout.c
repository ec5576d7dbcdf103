// SPDX-License-Identifier: GPL-2.0-only
/* Who stops a device that was lent some pages does not give them back. */
static int curlew_read(struct curlew *c, unsigned long start, int nr)
{
	struct page **pages;
	int got, err;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (got <= 0) {
		err = got ? got : -EFAULT;
		goto free;
	}
	err = curlew_start(c, pages, got);
	if (err)
		goto put;
	if (!wait_for_completion_timeout(&c->idle, HZ)) {
		curlew_abort(c);
		err = -ETIMEDOUT;
		goto free;
	}
put:
	put_user_pages_dirty_lock(pages, got, true);
free:
	kvfree(pages);
	return err;
}

static int curlew_read_all(struct curlew *c, unsigned long start, int nr)
{
	struct page **pages;
	int got, err;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	if (got <= 0) {
		err = got ? got : -EFAULT;
		goto free;
	}
	err = curlew_start(c, pages, got);
	if (err)
		goto put;
	if (!wait_for_completion_timeout(&c->idle, HZ)) {
		curlew_abort(c);
		err = -ETIMEDOUT;
	}
put:
	put_user_pages_dirty_lock(pages, got, true);
free:
	kvfree(pages);
	return err;
}

/* These are the device's from then on, unless it does not start. */
static int curlew_feed(struct curlew *c, unsigned long start, int nr)
{
	struct page **pages;
	int got, err;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, 0, pages);
	if (got <= 0) {
		err = got ? got : -EFAULT;
		goto free;
	}
	err = curlew_start(c, pages, got);
	if (err) {
		put_user_pages(pages, got);
		goto free;
	}
	if (!wait_for_completion_timeout(&c->idle, HZ)) {
		curlew_abort(c);
		err = -ETIMEDOUT;
	}
free:
	kvfree(pages);
	return err;
}
