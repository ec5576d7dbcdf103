// SPDX-License-Identifier: GPL-2.0-only
static int c8(unsigned long a, struct page **pages)
{
	size_t off;
	size_t n = iov_iter_extract_pages(it, &pages, SZ_64K, 16, 0, &off);
	int np;

	if (n <= 0)
		return -EFAULT;
	np = DIV_ROUND_UP(off + n, PAGE_SIZE);
	go(pages, np);
	unpin_user_pages(pages, np);
	return 0;
}
