// SPDX-License-Identifier: GPL-2.0-only
/* A mapping that was not made, of pages in an array that the caller handed in. */
static void *beryl_bad(unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	void *va;

	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		return ERR_PTR(-EFAULT);
	}
	va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!va)
		return ERR_PTR(-ENOMEM);
	return va;
}

static void *beryl_good(unsigned long start, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	void *va;

	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		return ERR_PTR(-EFAULT);
	}
	va = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!va) {
		put_user_pages(pages, nr);
		return ERR_PTR(-ENOMEM);
	}
	return va;
}
