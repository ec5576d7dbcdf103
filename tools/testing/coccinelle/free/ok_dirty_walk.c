// SPDX-License-Identifier: GPL-2.0-only
static int loft_fill(struct loft *l, unsigned long at)
{
	return get_user_pages_fast(at, l->beams, FOLL_WRITE, l->beam);
}

static void loft_clear(struct loft *l)
{
	struct page **bp = l->beam, **end = bp + l->beams;

	while (bp < end) {
		set_page_dirty_lock(*bp);
		put_page(*bp++);
	}
}

static void loft_dust(struct loft *l)
{
	struct page **bp = l->dust;

	for (; *bp; bp++) {
		put_page(*bp);
		set_page_dirty(*bp);
	}
}
