// SPDX-License-Identifier: GPL-2.0-only
static int peek(unsigned long a)
{
	struct page *page;
	void *k;

	if (get_user_pages_fast(a, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	k = kmap_local_page(page);
	if (!check(k)) {
		kunmap_local(k);
		return -EINVAL;
	}
	kunmap_local(k);
	put_page(page);
	return 0;
}
