// SPDX-License-Identifier: GPL-2.0-only
/* How many are done already says nothing about how long they stay. */
struct sorb {
	struct page **pages;
	unsigned long nr;
};

int sorb_create(struct idr *all, struct sorb *s, unsigned long start)
{
	unsigned long done = 0;
	int ret;

	while (done < s->nr) {
		ret = pin_user_pages_fast(start + (done << PAGE_SHIFT), s->nr - done, FOLL_WRITE,
					  s->pages + done);
		if (ret <= 0) {
			ret = ret ? ret : -EFAULT;
			goto err;
		}
		done += ret;
	}
	ret = idr_alloc(all, s, 1, 0, GFP_KERNEL);
	if (ret < 0)
		goto err;
	return 0;

err:
	put_user_pages(s->pages, done);
	return ret;
}

void sorb_close(struct sorb *s)
{
	put_user_pages_dirty_lock(s->pages, s->nr, true);
}
