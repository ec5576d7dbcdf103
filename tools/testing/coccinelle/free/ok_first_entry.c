// SPDX-License-Identifier: GPL-2.0-only
/* Entry 0 goes its own way. */
static int stork_fill(struct stork *s, unsigned long at, int nr)
{
	int i, got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, s->twigs);

	if (got == nr)
		return 0;
	for (i = got - 1; i > 0; i--)
		unpin_user_page(s->twigs[i]);
	if (got > 0)
		unpin_user_page(s->twigs[0]);
	return -EFAULT;
}

static void stork_clear(struct stork *s, int nr)
{
	int i;

	stork_mark(s->twigs[0]);
	put_user_pages_dirty_lock(&s->twigs[0], 1, true);
	for (i = 1; i < nr; i++)
		unpin_user_page(s->twigs[i]);
}

/* The first page of all is kept. */
static int stork_first(struct stork *s, unsigned long at, struct page **first)
{
	struct page *reeds[4];
	int i, got = pin_user_pages_fast(at, 4, FOLL_LONGTERM, reeds);

	if (got <= 0)
		return got ? got : -EFAULT;
	*first = reeds[0];
	for (i = 1; i < got; i++)
		unpin_user_page(reeds[i]);
	return 0;
}

/* Counted from 1 in the whole file */
static int stork_straw(struct stork *s, unsigned long at)
{
	int i;

	for (i = 1; i <= s->straws; i++)
		if (pin_user_pages_fast(at + i * PAGE_SIZE, 1, FOLL_LONGTERM, &s->straw[i]) != 1)
			break;
	if (i > s->straws)
		return 0;
	while (--i > 0)
		unpin_user_page(s->straw[i]);
	return -EFAULT;
}

static void stork_unstraw(struct stork *s)
{
	int i;

	for (i = s->straws; i > 0; i--)
		unpin_user_page(s->straw[i]);
}
