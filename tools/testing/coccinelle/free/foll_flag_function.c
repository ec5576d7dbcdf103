// SPDX-License-Identifier: GPL-2.0-only
/* Flags that a function of the file returns. */
static unsigned int sable_flags(struct sable *s)
{
	unsigned int flags = s->ro ? 0 : FOLL_WRITE;

	return flags | FOLL_GET;
}

static unsigned int sable_more_flags(struct sable *s)
{
	unsigned int flags = s->ro ? 0 : FOLL_WRITE;

	if (flags == FOLL_GET)
		WARN_ON(1);
	return flags;
}

static long sable_bad(struct sable *s, unsigned long start, int nr, struct page **pages)
{
	return pin_user_pages_fast(start, nr, sable_flags(s), pages);
}

static long sable_good(struct sable *s, unsigned long start, int nr, struct page **pages)
{
	return pin_user_pages_fast(start, nr, sable_more_flags(s), pages);
}
