// SPDX-License-Identifier: GPL-2.0-only
static int mr_register(struct mr *mr, unsigned long addr, int nr)
{
	int got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, mr->pages);
	if (got != nr) {
		if (got > 0)
			put_user_pages(mr->pages, got);
		return -EFAULT;
	}
	mr->nr = nr;
	return 0;
}

static void mr_free(struct mr *mr)
{
	put_user_pages_dirty_lock(mr->pages, mr->nr, true);
}
