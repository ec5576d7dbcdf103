// SPDX-License-Identifier: GPL-2.0-only
static int tent_pitch(struct tent *t, unsigned long at, int nr)
{
	struct page **cloth = kvmalloc_array(nr, sizeof(*cloth), GFP_KERNEL);
	int got, err;

	if (!cloth)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, cloth);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		goto out;
	}
	err = sg_alloc_table_from_pages(&t->sgt, cloth, nr, 0, (size_t)nr << PAGE_SHIFT, GFP_KERNEL);
	if (!err)
		goto done;
out:
	if (got > 0)
		unpin_user_pages(cloth, got);
done:
	kvfree(cloth);
	return err;
}
