// SPDX-License-Identifier: GPL-2.0-only
/* What the label calls gives the pages back if the structure says so. */
static void amber_free(struct amber *a)
{
	if (a->nr)
		put_user_pages(a->pages, a->nr);
	kvfree(a->pages);
	kfree(a);
}

static int amber_bad(struct amber *a, unsigned long start, int nr)
{
	int got;

	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got < 0)
		goto err;
	a->nr = got;
	if (got != nr) {
		put_user_pages(a->pages, got);
		got = -EFAULT;
		goto err;
	}
	return 0;
err:
	amber_free(a);
	return got;
}

static int amber_reset(struct amber *a, unsigned long start, int nr)
{
	int got;

	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got < 0)
		goto err;
	a->nr = got;
	if (got != nr) {
		put_user_pages(a->pages, got);
		a->nr = 0;
		got = -EFAULT;
		goto err;
	}
	return 0;
err:
	amber_free(a);
	return got;
}

static int amber_not_set(struct amber *a, unsigned long start, int nr)
{
	int got;

	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got < 0)
		goto err;
	if (got != nr) {
		put_user_pages(a->pages, got);
		got = -EFAULT;
		goto err;
	}
	a->nr = got;
	return 0;
err:
	amber_free(a);
	return got;
}
