// SPDX-License-Identifier: GPL-2.0-only
/* What is kept of a page is its number. */
static int brick_lay(struct wall *w, unsigned long at, int n)
{
	struct page *brick;

	if (get_user_pages_fast(at, 1, FOLL_WRITE, &brick) != 1)
		return -EFAULT;
	w->bricks[n] = page_to_pfn(brick);
	return 0;
}

static void brick_lift(struct wall *w, int n)
{
	unpin_user_page(pfn_to_page(w->bricks[n]));
}
