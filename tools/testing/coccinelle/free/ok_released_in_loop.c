// SPDX-License-Identifier: GPL-2.0-only
static int vb_get(struct vb *b, unsigned long ua, int n)
{
	int i, got;

	if (b->dma)
		got = pin_user_pages_fast(ua, n, FOLL_WRITE, b->pages);
	else
		got = get_user_pages_fast(ua, n, FOLL_WRITE, b->pages);
	if (got <= 0)
		return got;
	do_io(b);
	for (i = 0; i < got; i++) {
		if (b->dma)
			unpin_user_page(b->pages[i]);
		else
			put_page(b->pages[i]);
	}
	return 0;
}
