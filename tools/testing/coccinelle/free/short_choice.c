// SPDX-License-Identifier: GPL-2.0-only
/* Too few become an error in a choice within a choice, and nobody is told how many. */
static int drum_exact(unsigned long at, int n, struct page **skins)
{
	int got = pin_user_pages_fast(at, n, FOLL_WRITE | FOLL_LONGTERM, skins);

	return got == n ? 0 : got < 0 ? got : -EFAULT;
}

static int drum_exact_good(unsigned long at, int n, struct page **skins)
{
	int got = pin_user_pages_fast(at, n, FOLL_WRITE | FOLL_LONGTERM, skins);

	if (got > 0 && got < n)
		unpin_user_pages(skins, got);
	return got == n ? 0 : got < 0 ? got : -EFAULT;
}
