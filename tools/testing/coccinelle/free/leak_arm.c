// SPDX-License-Identifier: GPL-2.0-only
/* In x = c ? call : y, x is what the call returned where it was made. */
static int onyx_good(struct onyx *o, unsigned long start, int nr, bool dev)
{
	int got;

	got = dev ? pin_user_pages_fast(start, nr, FOLL_WRITE, o->pages) :
		    pin_user_pages_fast(start, nr, 0, o->pages);
	if (got < 0)
		return got;
	onyx_run(o, got);
	put_user_pages(o->pages, got);
	return 0;
}

static int onyx_bad(struct onyx *o, unsigned long start, int nr, bool dev)
{
	int got;

	got = dev ? pin_user_pages_fast(start, nr, FOLL_WRITE, o->pages) :
		    pin_user_pages_fast(start, nr, 0, o->pages);
	if (got < 0)
		return got;
	if (onyx_run(o, got))
		return -EIO;
	put_user_pages(o->pages, got);
	return 0;
}
