// SPDX-License-Identifier: GPL-2.0-only
/* The caller does not get to know how many there are. */
static int onyx_bad(unsigned long start, int nr, struct page **pages)
{
	int done = 0, got;

	while (done < nr) {
		got = pin_user_pages_fast(start + done * PAGE_SIZE, nr - done, FOLL_WRITE, pages + done);
		if (got <= 0)
			return got ? got : -EFAULT;
		done += got;
	}
	return 0;
}

static int onyx_good(unsigned long start, int nr, struct page **pages)
{
	int done = 0, got;

	while (done < nr) {
		got = pin_user_pages_fast(start + done * PAGE_SIZE, nr - done, FOLL_WRITE, pages + done);
		if (got <= 0) {
			put_user_pages(pages, done);
			return got ? got : -EFAULT;
		}
		done += got;
	}
	return 0;
}

static int onyx_told(unsigned long start, int nr, struct page **pages, int *count)
{
	int done = 0, got;

	while (done < nr) {
		got = pin_user_pages_fast(start + done * PAGE_SIZE, nr - done, FOLL_WRITE, pages + done);
		if (got <= 0)
			return got ? got : -EFAULT;
		done += got;
		*count = done;
	}
	return 0;
}
