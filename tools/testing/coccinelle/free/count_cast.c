// SPDX-License-Identifier: GPL-2.0-only
static int c9(unsigned long a, u16 n, struct page **pages)
{
	u16 got;
	u16 i;

	got = (u16)pin_user_pages_fast(a, n, FOLL_WRITE, pages);
	if (got < n) {
		for (i = 0; i < got; i++)
			put_user_page(pages[i]);
		return -ENOMEM;
	}
	go(pages, n);
	put_user_pages(pages, n);
	return 0;
}
