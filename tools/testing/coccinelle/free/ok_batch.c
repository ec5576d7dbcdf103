// SPDX-License-Identifier: GPL-2.0-only
/* The number is corrected before all are given back, or all are there by then. */
struct blackthorn {
	struct page **pages;
	unsigned long nr;
};

static int blackthorn_lock(struct blackthorn *b, unsigned long start)
{
	unsigned long done = 0;
	long rc;

	while (done < b->nr) {
		unsigned long want = min_t(unsigned long, 64, b->nr - done);

		rc = pin_user_pages_fast(start + done * PAGE_SIZE, want, FOLL_LONGTERM,
					 b->pages + done);
		if (rc <= 0) {
			b->nr = done;
			goto fail;
		}
		done += rc;
	}
	return 0;

fail:
	put_user_pages(b->pages, b->nr);
	return rc ? rc : -ENOMEM;
}

static int blackthorn_two(struct blackthorn *b, unsigned long start)
{
	unsigned long done = 0;
	long rc;

	while (done < b->nr) {
		unsigned long want = min_t(unsigned long, 64, b->nr - done);

		rc = pin_user_pages_fast(start + done * PAGE_SIZE, want, FOLL_LONGTERM,
					 b->pages + done);
		if (rc <= 0)
			goto some;
		done += rc;
	}
	rc = blackthorn_map(b);
	if (rc)
		goto all;
	return 0;

all:
	put_user_pages(b->pages, b->nr);
	return rc;
some:
	put_user_pages(b->pages, done);
	return rc ? rc : -ENOMEM;
}

void blackthorn_unlock(struct blackthorn *b)
{
	put_user_pages(b->pages, b->nr);
}
