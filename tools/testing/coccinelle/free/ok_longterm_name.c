// SPDX-License-Identifier: GPL-2.0-only
static int lg4(struct b *b, unsigned long a, bool w)
{
	unsigned int f = FOLL_LONGTERM;
	int got;

	if (w)
		f |= FOLL_WRITE;
	got = pin_user_pages_fast(a, b->n, f, b->pages);
	if (got != b->n) {
		if (got > 0)
			unpin_user_pages(b->pages, got);
		return -EFAULT;
	}
	return 0;
}
