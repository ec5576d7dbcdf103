// SPDX-License-Identifier: GPL-2.0-only
/* The compiler puts the page where the variable goes out of scope. */
DEFINE_FREE(put_pinned, struct page *, if (_T) put_user_page(_T))

static int dunlin_poke(struct dunlin *d, unsigned long at, u8 value)
{
	struct page *page __free(put_pinned) = NULL;
	u8 *p;
	int got;

	got = pin_user_pages_fast(at, 1, FOLL_WRITE, &page);
	if (got < 1)
		return got ? got : -EFAULT;
	if (d->asleep)
		return -EAGAIN;
	p = kmap_local_page(page);
	p[offset_in_page(at)] = value;
	kunmap_local(p);
	set_page_dirty_lock(page);
	return 0;
}
