// SPDX-License-Identifier: GPL-2.0-only
static int mr_register(struct mr *mr, unsigned long addr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(pages, got);
		kvfree(pages);
		return -EFAULT;
	}
	mr->pages = pages;
	mr->nr = nr;
	return 0;
}
