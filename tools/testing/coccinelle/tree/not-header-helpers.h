/* SPDX-License-Identifier: GPL-2.0 */
/* What is static here has callers in other files. */
static inline int helper_get(unsigned long addr, int n, struct page **pages)
{
	return get_user_pages_fast(addr, n, FOLL_WRITE, pages);
}

static inline void helper_put(struct page **pages, int n)
{
	release_pages(pages, n);
}

static inline int helper_test(unsigned long addr)
{
	struct page *pages[2];
	int n = helper_get(addr, 2, pages);

	if (n > 0)
		helper_put(pages, n);
	return n;
}
