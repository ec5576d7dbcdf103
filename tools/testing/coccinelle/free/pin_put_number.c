// SPDX-License-Identifier: GPL-2.0-only
/* What is kept of a page is its number. */
static int tile_lay(struct floor *f, unsigned long at, unsigned long *pfn)
{
	struct page *tile;
	int got = pin_user_pages_fast(at, 1, FOLL_WRITE | FOLL_LONGTERM, &tile);

	if (got != 1)
		return got < 0 ? got : -EFAULT;
	*pfn = page_to_pfn(tile);
	return 0;
}

static void tile_lift(unsigned long pfn)
{
	struct page *tile = pfn_to_page(pfn);

	set_page_dirty_lock(tile);
	put_page(tile);
}

static void tile_lift_at_once(unsigned long pfn)
{
	put_page(pfn_to_page(pfn));
}

static void tile_lift_good(unsigned long pfn)
{
	unpin_user_page(pfn_to_page(pfn));
}
