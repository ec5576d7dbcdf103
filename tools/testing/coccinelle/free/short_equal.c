// SPDX-License-Identifier: GPL-2.0-only
/* Only success says how many there are. */
static int ruby_bad(struct ruby *r, unsigned long addr, int want)
{
	int got, err;

	got = pin_user_pages_fast(addr, want, FOLL_WRITE | FOLL_LONGTERM, r->pages);
	if (got == want) {
		r->count = got;
		return 0;
	}
	if (got < 0)
		err = got;
	else
		err = -EFAULT;
	return err;
}

static int ruby_good(struct ruby *r, unsigned long addr, int want)
{
	int got;

	got = pin_user_pages_fast(addr, want, FOLL_WRITE | FOLL_LONGTERM, r->pages);
	if (got == want) {
		r->count = got;
		return 0;
	}
	if (got < 0)
		return got;
	put_user_pages(r->pages, got);
	return -EFAULT;
}

static int ruby_told(struct ruby *r, unsigned long addr, int want)
{
	int got;

	got = pin_user_pages_fast(addr, want, FOLL_WRITE | FOLL_LONGTERM, r->pages);
	if (got < 0)
		return got;
	r->count = got;
	if (got < want)
		return -EFAULT;
	return 0;
}
