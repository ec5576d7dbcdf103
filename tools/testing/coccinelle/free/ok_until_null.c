// SPDX-License-Identifier: GPL-2.0-only
static int bead_string(struct bead *b, unsigned long at, int nr)
{
	int got, i;

	memset(b->glass, 0, nr * sizeof(*b->glass));
	got = pin_user_pages_fast(at, nr, FOLL_WRITE, b->glass);
	if (got < 0)
		return got;
	if (got == nr)
		bead_thread(b, nr);
	for (i = 0; i < nr; i++) {
		if (!b->glass[i])
			break;
		unpin_user_page(b->glass[i]);
	}
	return got == nr ? 0 : -EFAULT;
}
