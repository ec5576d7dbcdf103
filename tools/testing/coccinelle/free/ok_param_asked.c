// SPDX-License-Identifier: GPL-2.0-only
/* The caller asks each element whether it is there. */
static int opal_take(unsigned long start, int nr, struct page **pages)
{
	int done = 0, got;

	while (done < nr) {
		got = pin_user_pages_fast(start + done * PAGE_SIZE, nr - done, FOLL_WRITE, pages + done);
		if (got <= 0)
			return got ? got : -EFAULT;
		done += got;
	}
	return 0;
}

static int opal_use(struct opal *o, unsigned long start, int nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int i, err;

	if (!pages)
		return -ENOMEM;
	err = opal_take(start, nr, pages);
	if (!err)
		err = opal_run(o, pages, nr);
	for (i = 0; i < nr; i++)
		if (pages[i])
			put_user_page(pages[i]);
	kfree(pages);
	return err;
}
