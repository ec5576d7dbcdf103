// SPDX-License-Identifier: GPL-2.0-only
/* What was taken to be read is not marked dirty. */
static int agate_bad(struct agate *a, unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return got;
	agate_send(a, pages, got);
	put_user_pages_dirty_lock(pages, got, true);
	return 0;
}

static int agate_good(struct agate *a, unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return got;
	agate_send(a, pages, got);
	put_user_pages_dirty_lock(pages, got, false);
	return 0;
}

/* Flags that are not known here */
static int agate_flags(struct agate *a, unsigned long start, int nr, struct page **pages,
		       unsigned int flags)
{
	int got = pin_user_pages_fast(start, nr, flags, pages);

	if (got <= 0)
		return got;
	agate_send(a, pages, got);
	put_user_pages_dirty_lock(pages, got, true);
	return 0;
}

/* One way writes. */
static int agate_both(struct agate *a, unsigned long start, int nr, struct page **pages, bool in)
{
	int got;

	if (in)
		got = pin_user_pages_fast(start, nr, FOLL_WRITE, pages);
	else
		got = pin_user_pages_fast(start, nr, 0, pages);
	if (got <= 0)
		return got;
	agate_send(a, pages, got);
	if (in)
		put_user_pages_dirty_lock(pages, got, true);
	else
		put_user_pages(pages, got);
	return 0;
}
