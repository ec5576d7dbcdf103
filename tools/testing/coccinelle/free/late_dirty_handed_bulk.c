// SPDX-License-Identifier: GPL-2.0-only
/* A function that is handed the array gives all of it back, and then marks some dirty. */
static int keg_tap(unsigned long at, unsigned int pints, struct page **beer)
{
	int got = get_user_pages_fast(at, pints, FOLL_WRITE, beer);

	if (got > 0 && got < pints) {
		release_pages(beer, got);
		return -EFAULT;
	}
	return got ? got : -EFAULT;
}

static void keg_drain(struct page **beer, unsigned int pints, bool foam)
{
	unsigned int i;

	release_pages(beer, pints);
	if (!foam)
		return;
	for (i = 0; i < pints; i++)
		set_page_dirty_lock(beer[i]);
}

static void keg_drain_good(struct page **beer, unsigned int pints, bool foam)
{
	unsigned int i;

	for (i = 0; foam && i < pints; i++)
		set_page_dirty_lock(beer[i]);
	release_pages(beer, pints);
}
