// SPDX-License-Identifier: GPL-2.0-only
/* No errno is below an unsigned long. */
static int kite_fly(struct kite *k, unsigned long at, unsigned long nr, struct page **tail)
{
	long ret = pin_user_pages_fast(at, nr, 0, tail);

	if (ret < nr) {
		while (ret > 0)
			unpin_user_page(tail[--ret]);
		return -EFAULT;
	}
	kite_loop(k, tail, nr);
	unpin_user_pages(tail, nr);
	return 0;
}

static int kite_fly_good(struct kite *k, unsigned long at, unsigned long nr, struct page **tail)
{
	long ret = pin_user_pages_fast(at, nr, 0, tail);

	if (ret < 0 || ret < nr) {
		while (ret > 0)
			unpin_user_page(tail[--ret]);
		return -EFAULT;
	}
	kite_loop(k, tail, nr);
	unpin_user_pages(tail, nr);
	return 0;
}
