// SPDX-License-Identifier: GPL-2.0-only
/* The pages are lent to a scatterlist, and a mode that nobody knows is not there. */
static int loom_weave(struct loom *l, unsigned long yarn, size_t len)
{
	struct page *pages[LOOM_PAGES];
	int nr = DIV_ROUND_UP(len, PAGE_SIZE), got, i, err;

	if (nr > LOOM_PAGES)
		return -E2BIG;
	got = pin_user_pages_fast(yarn, nr, 0, pages);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return got < 0 ? got : -EFAULT;
	}
	sg_init_table(l->sgl, nr);
	for (i = 0; i < nr; i++)
		sg_set_page(&l->sgl[i], pages[i], PAGE_SIZE, 0);
	switch (l->mode) {
	case LOOM_PLAIN:
		err = loom_plain(l, nr, len);
		break;
	default:
		dev_warn(l->dev, "mode %d\n", l->mode);
		return -EINVAL;
	}
	unpin_user_pages(pages, nr);
	return err;
}

/* Where they go along with the scatterlist, whoever ends that gives them back. */
static int loom_weave_later(struct loom *l, unsigned long yarn, size_t len)
{
	struct page *pages[LOOM_PAGES];
	int nr = DIV_ROUND_UP(len, PAGE_SIZE), got, i;

	if (nr > LOOM_PAGES)
		return -E2BIG;
	got = pin_user_pages_fast(yarn, nr, 0, pages);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return got < 0 ? got : -EFAULT;
	}
	sg_init_table(l->sgl, nr);
	for (i = 0; i < nr; i++)
		sg_set_page(&l->sgl[i], pages[i], PAGE_SIZE, 0);
	switch (l->mode) {
	case LOOM_PLAIN:
		return loom_start(l, nr, len);
	default:
		return -EINVAL;
	}
}
