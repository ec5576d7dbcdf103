// SPDX-License-Identifier: GPL-2.0-only
/* A negative number counts down for long. */
static int flint_bad(struct flint *f, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_LONGTERM, f->pages);

	if (got == nr) {
		f->nr = got;
		return 0;
	}
	while (got--)
		put_user_page(f->pages[got]);
	return -EFAULT;
}

static int flint_good(struct flint *f, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_LONGTERM, f->pages);

	if (got == nr) {
		f->nr = got;
		return 0;
	}
	while (got-- > 0)
		put_user_page(f->pages[got]);
	return -EFAULT;
}
