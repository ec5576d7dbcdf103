// SPDX-License-Identifier: GPL-2.0-only
static int tape_write(struct tape *tape, unsigned long addr, int nr, struct page **pages)
{
	int got = get_user_pages_fast(addr, nr, 0, pages);

	if (got <= 0)
		return -EFAULT;
	tape_out(tape, pages, got);
	unpin_user_pages(pages, got);
	return 0;
}
