// SPDX-License-Identifier: GPL-2.0-only
/* A loop that fills an array in batches has not filled it where it fails. */
struct hawthorn {
	struct page **pages;
	unsigned long nr;
};

static int hawthorn_lock(struct hawthorn *h, unsigned long start)
{
	unsigned long done = 0;
	long rc;

	while (done < h->nr) {
		unsigned long want = min_t(unsigned long, 64, h->nr - done);

		if (fatal_signal_pending(current)) {
			rc = -EINTR;
			goto fail;
		}
		rc = pin_user_pages_fast(start + done * PAGE_SIZE, want, FOLL_LONGTERM,
					 h->pages + done);
		if (rc <= 0) {
			rc = rc ? rc : -ENOMEM;
			goto fail;
		}
		done += rc;
	}
	return 0;

fail:
	put_user_pages(h->pages, h->nr);
	return rc;
}

void hawthorn_unlock(struct hawthorn *h)
{
	put_user_pages(h->pages, h->nr);
}
