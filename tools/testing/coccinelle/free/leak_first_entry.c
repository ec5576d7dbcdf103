// SPDX-License-Identifier: GPL-2.0-only
/* Entry 0 is taken like the others, and a loop that goes down does not come to it. */
static int heron_take(struct heron *h, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, h->feathers);

	if (got == nr)
		return 0;
	while (--got > 0)
		unpin_user_page(h->feathers[got]);
	return -EFAULT;
}

static int heron_take_good(struct heron *h, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, h->feathers);

	if (got == nr)
		return 0;
	while (--got >= 0)
		unpin_user_page(h->feathers[got]);
	return -EFAULT;
}

static void heron_drop(struct heron *h, int nr)
{
	int i;

	for (i = nr - 1; i > 0; i--) {
		struct page *feather = h->feathers[i];

		set_page_dirty_lock(feather);
		unpin_user_page(feather);
	}
}

static void heron_drop_good(struct heron *h, int nr)
{
	int i;

	for (i = nr; i > 0; i--)
		unpin_user_page(h->feathers[i - 1]);
}

static void heron_drop_until(struct heron *h, int nr)
{
	while (nr > 1)
		unpin_user_page(h->feathers[--nr]);
}

static void heron_drop_until_good(struct heron *h, int nr)
{
	while (nr > 0)
		unpin_user_page(h->feathers[--nr]);
}

/* The same with a function of the file that gives back what is in an entry. */
static void egret_shut(struct egret_eye *eye)
{
	unpin_user_pages(eye->lashes, eye->nr);
}

static int egret_open(struct egret *e)
{
	int i, err;

	for (i = 0; i < e->nr; i++) {
		err = egret_open_one(&e->eyes[i]);
		if (err)
			goto shut;
	}
	return 0;
shut:
	while (--i)
		egret_shut(&e->eyes[i]);
	return err;
}

static int egret_open_good(struct egret *e)
{
	int i, err;

	for (i = 0; i < e->nr; i++) {
		err = egret_open_one(&e->eyes[i]);
		if (err)
			goto shut;
	}
	return 0;
shut:
	while (i--)
		egret_shut(&e->eyes[i]);
	return err;
}

static int bittern_take(struct bittern *b, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, b->reeds);

	if (got == nr)
		return 0;
	for (nr = 1; nr < got; nr++)
		unpin_user_page(b->reeds[nr]);
	return -EFAULT;
}
