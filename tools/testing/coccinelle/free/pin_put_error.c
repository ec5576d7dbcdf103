// SPDX-License-Identifier: GPL-2.0-only
static int ring_pin(struct ring *ring, unsigned long addr, int nr)
{
	int i, got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, ring->pages);
	if (got != nr) {
		for (i = 0; i < got; i++)
			put_page(ring->pages[i]);
		return -EFAULT;
	}
	return 0;
}

static void ring_unpin(struct ring *ring, int nr)
{
	put_user_pages_dirty_lock(ring->pages, nr, true);
}
