// SPDX-License-Identifier: GPL-2.0
/* A table in a structure has the pages after the call. */
static int mr_bad(struct mr *mr, unsigned long addr, int nr)
{
	struct page **pages;
	int n, ret;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr) {
		ret = n < 0 ? n : -EFAULT;
		if (n > 0)
			unpin_user_pages(pages, n);
		goto out;
	}
	ret = sg_alloc_table_from_pages(&mr->sgt, pages, nr, 0, (size_t)nr << PAGE_SHIFT,
					GFP_KERNEL);
	if (ret)
		unpin_user_pages(pages, nr);
out:
	kvfree(pages);
	return ret;
}

static int mr_good(struct mr *mr, unsigned long addr, int nr)
{
	struct page **pages;
	int n, ret;

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (n != nr) {
		ret = n < 0 ? n : -EFAULT;
		if (n > 0)
			unpin_user_pages(pages, n);
		goto out;
	}
	ret = sg_alloc_table_from_pages(&mr->sgt, pages, nr, 0, (size_t)nr << PAGE_SHIFT,
					GFP_KERNEL);
	if (ret)
		unpin_user_pages(pages, nr);
out:
	kvfree(pages);
	return ret;
}

/* Here the table is gone before the function returns. */
static int mr_once(struct mr *mr, struct page **pages, unsigned long addr, int nr)
{
	int n, ret;

	n = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (n != nr) {
		if (n > 0)
			unpin_user_pages(pages, n);
		return n < 0 ? n : -EFAULT;
	}
	ret = sg_alloc_table_from_pages(&mr->once, pages, nr, 0, (size_t)nr << PAGE_SHIFT,
					GFP_KERNEL);
	if (ret)
		goto out;
	ret = run(mr);
	sg_free_table(&mr->once);
out:
	unpin_user_pages(pages, nr);
	return ret;
}
