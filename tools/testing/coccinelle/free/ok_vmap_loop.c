// SPDX-License-Identifier: GPL-2.0-only
/* One by one, where they could not be mapped. */
static int knot_map(struct knot *k, unsigned long start, unsigned int nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, err;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got <= 0) {
		err = got ? got : -EFAULT;
		goto free;
	}
	err = -ENOMEM;
	if (got < nr)
		goto put;
	k->ring = vmap(pages, nr, VM_MAP, PAGE_KERNEL);
	if (!k->ring)
		goto put;
	k->pages = pages;
	return 0;
put:
	while (got--)
		put_user_page(pages[got]);
free:
	kfree(pages);
	return err;
}
