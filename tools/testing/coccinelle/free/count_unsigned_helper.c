// SPDX-License-Identifier: GPL-2.0-only
/* The field is unsigned: an errno in it is a large number for who gives back. */
struct loft {
	struct page **hay;
	unsigned long bales;
};

static void loft_clear(struct loft *l)
{
	unsigned long i;

	for (i = 0; i < l->bales; i++)
		unpin_user_page(l->hay[i]);
	kfree(l->hay);
}

static int loft_fill(struct loft *l, unsigned long at, unsigned long nr)
{
	l->hay = kcalloc(nr, sizeof(*l->hay), GFP_KERNEL);
	if (!l->hay)
		return -ENOMEM;
	l->bales = pin_user_pages_fast(at, nr, FOLL_LONGTERM, l->hay);
	if (l->bales != nr) {
		loft_clear(l);
		return -EFAULT;
	}
	return 0;
}

static int loft_fill_good(struct loft *l, unsigned long at, unsigned long nr)
{
	long got;

	l->hay = kcalloc(nr, sizeof(*l->hay), GFP_KERNEL);
	if (!l->hay)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_LONGTERM, l->hay);
	l->bales = got < 0 ? 0 : got;
	if (l->bales != nr) {
		loft_clear(l);
		return -EFAULT;
	}
	return 0;
}

static int loft_fill_too(struct loft *l, unsigned long at, unsigned long nr)
{
	l->hay = kcalloc(nr, sizeof(*l->hay), GFP_KERNEL);
	if (!l->hay)
		return -ENOMEM;
	l->bales = pin_user_pages_fast(at, nr, FOLL_LONGTERM, l->hay);
	if (IS_ERR_VALUE(l->bales))
		l->bales = 0;
	if (l->bales != nr) {
		loft_clear(l);
		return -EFAULT;
	}
	return 0;
}

static int loft_fill_cast(struct loft *l, unsigned long at, unsigned long nr)
{
	l->hay = kcalloc(nr, sizeof(*l->hay), GFP_KERNEL);
	if (!l->hay)
		return -ENOMEM;
	l->bales = pin_user_pages_fast(at, nr, FOLL_LONGTERM, l->hay);
	if ((long)l->bales < 0) {
		kfree(l->hay);
		return (long)l->bales;
	}
	if (l->bales < nr) {
		loft_clear(l);
		return -EFAULT;
	}
	return 0;
}
