// SPDX-License-Identifier: GPL-2.0-only
static int mr_register(struct mr *mr, unsigned long addr, int nr, bool write)
{
	unsigned int gup_flags = FOLL_LONGTERM;
	int got;

	if (write)
		gup_flags |= FOLL_WRITE;
	got = pin_user_pages_fast(addr, nr, gup_flags, mr->pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(mr->pages, got);
		return -EFAULT;
	}
	mr->nr = nr;
	return 0;
}
