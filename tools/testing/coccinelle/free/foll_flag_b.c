// SPDX-License-Identifier: GPL-2.0-only
static int probe(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int got = get_user_pages_fast(addr, nr, FOLL_PIN, pages);

	if (got < 1)
		return -EFAULT;
	while (got--)
		put_page(pages[got]);
	return 0;
}
