// SPDX-License-Identifier: GPL-2.0-only
#define MY_FLAGS (FOLL_WRITE | FOLL_GET)
static int fl5(unsigned long a, int n, struct page **p)
{
	int got = pin_user_pages_fast(a, n, MY_FLAGS, p);

	if (got > 0)
		unpin_user_pages(p, got);
	return 0;
}
