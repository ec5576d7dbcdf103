// SPDX-License-Identifier: GPL-2.0-only
static int probe(unsigned long addr, bool write, struct page **pages)
{
	unsigned int gup_flags = FOLL_GET;
	int got;

	if (write)
		gup_flags |= FOLL_WRITE;
	got = pin_user_pages_fast(addr, 1, gup_flags, pages);
	if (got < 1)
		return -EFAULT;
	put_user_page(pages[0]);
	return 0;
}
