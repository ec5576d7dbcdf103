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
	while (f->posts--)
		unpin_user_page(f->post[f->posts].wood);
}
