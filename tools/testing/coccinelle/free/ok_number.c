// SPDX-License-Identifier: GPL-2.0-only
/* Behind the number may be a page of the user or one of the driver's own. */
static int slate_lay(struct roof *r, unsigned long at, unsigned long *pfn)
{
	struct page *slate;
	int got;

	if (!at) {
		slate = alloc_page(GFP_KERNEL);
		if (!slate)
			return -ENOMEM;
		*pfn = page_to_pfn(slate);
		return 0;
	}
	got = pin_user_pages_fast(at, 1, FOLL_WRITE | FOLL_LONGTERM, &slate);
	if (got != 1)
		return got < 0 ? got : -EFAULT;
	*pfn = page_to_pfn(slate);
	return 0;
}

static void slate_lift(unsigned long pfn)
{
	unpin_user_page(pfn_to_page(pfn));
}

static void slate_drop(unsigned long pfn)
{
	put_page(pfn_to_page(pfn));
}
