// SPDX-License-Identifier: GPL-2.0-only
/* What is to be taken is written down before it is known what was. */
static void avocet_clear(struct avocet *a)
{
	int i;

	if (a->pages) {
		for (i = 0; i < a->nr; i++)
			put_user_page(a->pages[i]);
		kfree(a->pages);
		a->pages = NULL;
	}
}

static int avocet_set(struct avocet *a, unsigned long start, size_t len)
{
	int got;

	a->nr = DIV_ROUND_UP(len, PAGE_SIZE);
	a->pages = kcalloc(a->nr, sizeof(*a->pages), GFP_KERNEL);
	if (!a->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, a->nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got != a->nr) {
		avocet_clear(a);
		return got < 0 ? got : -EFAULT;
	}
	return 0;
}

static int avocet_set_some(struct avocet *a, unsigned long start, size_t len)
{
	int got;

	a->nr = DIV_ROUND_UP(len, PAGE_SIZE);
	a->pages = kcalloc(a->nr, sizeof(*a->pages), GFP_KERNEL);
	if (!a->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, a->nr, FOLL_WRITE | FOLL_LONGTERM, a->pages);
	if (got != a->nr) {
		a->nr = max(got, 0);
		avocet_clear(a);
		return got < 0 ? got : -EFAULT;
	}
	return 0;
}
