// SPDX-License-Identifier: GPL-2.0-only
/* A mapping that could not be made keeps no pages. */
static void *agate_map_bad(unsigned long start, int nr, struct page ***out)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	void *va;
	int got;

	if (!pages)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return ERR_PTR(-EFAULT);
	}
	va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!va) {
		kvfree(pages);
		return ERR_PTR(-ENOMEM);
	}
	*out = pages;
	return va;
}

static void *agate_map_good(unsigned long start, int nr, struct page ***out)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	void *va;
	int got;

	if (!pages)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return ERR_PTR(-EFAULT);
	}
	va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!va) {
		put_user_pages(pages, nr);
		kvfree(pages);
		return ERR_PTR(-ENOMEM);
	}
	*out = pages;
	return va;
}

static int agate_field_bad(struct agate *a, unsigned long start, int nr)
{
	int got;

	a->pages = kvcalloc(nr, sizeof(*a->pages), GFP_KERNEL);
	if (!a->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(a->pages, got);
		kvfree(a->pages);
		return -EFAULT;
	}
	a->va = vmap(a->pages, nr, VM_MAP, PAGE_KERNEL);
	if (!a->va) {
		kvfree(a->pages);
		return -ENOMEM;
	}
	return 0;
}
