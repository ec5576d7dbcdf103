// SPDX-License-Identifier: GPL-2.0-only
/* The array is freed though it was stored, and the pages are still in it. */
static int beryl_bad(struct beryl *b, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return -EFAULT;
	}
	b->pages = pages;
	b->va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!b->va) {
		kvfree(pages);
		return -ENOMEM;
	}
	return 0;
}

static int beryl_good(struct beryl *b, unsigned long start, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return -EFAULT;
	}
	b->pages = pages;
	b->va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!b->va) {
		put_user_pages(b->pages, nr);
		kvfree(pages);
		return -ENOMEM;
	}
	return 0;
}
