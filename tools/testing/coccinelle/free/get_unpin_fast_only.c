// SPDX-License-Identifier: GPL-2.0-only
static int fast_only(unsigned long a, struct page **pages, int n)
{
	int got = get_user_pages_fast_only(a, n, FOLL_WRITE, pages);

	if (got < n) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EAGAIN;
	}
	return 0;
}
