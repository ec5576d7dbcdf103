// SPDX-License-Identifier: GPL-2.0-only
/* The pages are kept in bio_vecs of a structure, the array is gone. */
#define SILO_FLAGS FOLL_WRITE

static int silo_fill(struct yard *y, unsigned int slot, unsigned long at, unsigned int nr)
{
	struct page **grain = kvmalloc_array(nr, sizeof(*grain), GFP_KERNEL);
	struct silo *s = kvzalloc(struct_size(s, bvec, nr), GFP_KERNEL);
	int i, got, err = -ENOMEM;

	if (!grain || !s)
		goto fail;
	got = pin_user_pages_fast(at, nr, SILO_FLAGS, grain);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		if (got > 0)
			unpin_user_pages(grain, got);
		goto fail;
	}
	for (i = 0; i < got; i++)
		bvec_set_page(&s->bvec[i], grain[i], PAGE_SIZE, 0);
	y->silos[slot] = s;
	kvfree(grain);
	return 0;
fail:
	kvfree(s);
	kvfree(grain);
	return err;
}

static int silo_fill_good(struct yard *y, unsigned int slot, unsigned long at, unsigned int nr)
{
	struct page **grain = kvmalloc_array(nr, sizeof(*grain), GFP_KERNEL);
	struct silo *s = kvzalloc(struct_size(s, bvec, nr), GFP_KERNEL);
	int i, got, err = -ENOMEM;

	if (!grain || !s)
		goto fail;
	got = pin_user_pages_fast(at, nr, SILO_FLAGS | FOLL_LONGTERM, grain);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		if (got > 0)
			unpin_user_pages(grain, got);
		goto fail;
	}
	for (i = 0; i < got; i++)
		bvec_set_page(&s->bvec[i], grain[i], PAGE_SIZE, 0);
	y->silos[slot] = s;
	kvfree(grain);
	return 0;
fail:
	kvfree(s);
	kvfree(grain);
	return err;
}
