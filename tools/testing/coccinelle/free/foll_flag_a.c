// SPDX-License-Identifier: GPL-2.0-only
static int probe(struct mm_struct *mm, unsigned long addr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_GET, pages);

	if (got < 1)
		return -EFAULT;
	while (got--)
		put_user_page(pages[got]);
	return 0;
}
