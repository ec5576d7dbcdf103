// SPDX-License-Identifier: GPL-2.0-only
static int dotterel_load(struct dotterel *d, unsigned long start, int nr)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, 0, d->pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	err = -ENOMEM;
	if (got < nr)
		goto put;
	err = dotterel_burn(d, nr);
put:
	while (nr--)
		put_user_page(d->pages[nr]);
	return err;
}

static int dotterel_load_some(struct dotterel *d, unsigned long start, int nr)
{
	int got, err;

	got = pin_user_pages_fast(start, nr, 0, d->pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	err = -ENOMEM;
	if (got < nr)
		goto put;
	err = dotterel_burn(d, nr);
put:
	while (got--)
		put_user_page(d->pages[got]);
	return err;
}
