// SPDX-License-Identifier: GPL-2.0-only
/* Taken and put, and no name says for how long. */

struct dual {
	struct page *pages[16];
	int nr;
	bool pinned;
};

int dual_get(struct dual *d, unsigned long ua, int nr, bool dma)
{
	int got;

	if (nr < 1 || nr > ARRAY_SIZE(d->pages))
		return -EINVAL;
	if (dma)
		got = pin_user_pages_fast(ua, nr, FOLL_WRITE, d->pages);
	else
		got = get_user_pages_fast(ua, nr, 0, d->pages);
	if (got <= 0)
		return got ? got : -EFAULT;

	d->nr = got;
	d->pinned = dma;
	return got;
}

void dual_put(struct dual *d)
{
	int i;

	if (d->pinned) {
		unpin_user_pages_dirty_lock(d->pages, d->nr, true);
	} else {
		for (i = 0; i < d->nr; i++)
			put_page(d->pages[i]);
	}
	d->nr = 0;
	d->pinned = false;
}
