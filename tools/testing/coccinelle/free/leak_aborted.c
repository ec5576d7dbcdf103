// SPDX-License-Identifier: GPL-2.0-only
/* What aborts a transfer was not handed the pages, nor a table that outlives the call. */
static int harp_play(struct harp *h, unsigned long at, int nr, size_t len)
{
	struct page **strings;
	struct sg_table sgt;
	int got, err;

	strings = kvmalloc_array(nr, sizeof(*strings), GFP_KERNEL);
	if (!strings)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_WRITE, strings);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		if (got > 0)
			unpin_user_pages(strings, got);
		goto free;
	}
	err = sg_alloc_table_from_pages(&sgt, strings, nr, 0, len, GFP_KERNEL);
	if (err)
		goto unpin;
	harp_start(h, &sgt);
	if (!wait_for_completion_timeout(&h->done, HZ)) {
		harp_abort(h);
		sg_free_table(&sgt);
		kvfree(strings);
		return -ETIMEDOUT;
	}
	sg_free_table(&sgt);
unpin:
	unpin_user_pages_dirty_lock(strings, nr, true);
free:
	kvfree(strings);
	return err;
}

static int harp_play_good(struct harp *h, unsigned long at, int nr, size_t len)
{
	struct page **strings;
	struct sg_table sgt;
	int got, err;

	strings = kvmalloc_array(nr, sizeof(*strings), GFP_KERNEL);
	if (!strings)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_WRITE, strings);
	if (got != nr) {
		err = got < 0 ? got : -EFAULT;
		if (got > 0)
			unpin_user_pages(strings, got);
		goto free;
	}
	err = sg_alloc_table_from_pages(&sgt, strings, nr, 0, len, GFP_KERNEL);
	if (err)
		goto unpin;
	harp_start(h, &sgt);
	if (!wait_for_completion_timeout(&h->done, HZ)) {
		harp_abort(h);
		err = -ETIMEDOUT;
	}
	sg_free_table(&sgt);
unpin:
	unpin_user_pages_dirty_lock(strings, nr, true);
free:
	kvfree(strings);
	return err;
}
