// SPDX-License-Identifier: GPL-2.0-only
static int fence_up(struct fence *f, unsigned long at)
{
	int post, err;

	for (post = 0; post < f->posts; post++) {
		err = pin_user_pages_fast(at + post * PAGE_SIZE, 1, FOLL_LONGTERM,
					  &f->post[post].wood);
		if (err != 1)
			return err < 0 ? err : -EFAULT;
	}
	return 0;
}

static void fence_down(struct fence *f)
{
	int post;

	for (post = 0; post < f->posts; post++)
		if (f->post[post].wood)
			unpin_user_page(f->post[post].wood);
}

static int hedge_up(struct hedge *h, unsigned long at)
{
	int bush, err;

	for (bush = 0; bush < h->room; bush++) {
		err = pin_user_pages_fast(at + bush * PAGE_SIZE, 1, FOLL_LONGTERM, &h->leaf[bush]);
		if (err != 1)
			return err < 0 ? err : -EFAULT;
		h->bushes++;
	}
	return 0;
}

static void hedge_down(struct hedge *h)
{
	while (h->bushes--)
		unpin_user_page(h->leaf[h->bushes]);
}
