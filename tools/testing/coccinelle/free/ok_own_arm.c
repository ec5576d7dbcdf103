// SPDX-License-Identifier: GPL-2.0-only
/* Those that were allocated are freed, the others put. */
static void lynx_empty(struct lynx *l)
{
	int i;

	for (i = 0; i < l->nr; i++) {
		if (l->theirs)
			put_user_page(l->pages[i]);
		else
			__free_page(l->pages[i]);
	}
}

static int lynx_load(struct lynx *l, const void __user *from, size_t len)
{
	int got;

	if (len < LYNX_SMALL) {
		l->theirs = false;
		l->pages[0] = alloc_page(GFP_KERNEL);
		if (!l->pages[0])
			return -ENOMEM;
		l->nr = 1;
		return lynx_copy(l, from, len);
	}
	l->theirs = true;
	got = pin_user_pages_fast((unsigned long)from, PFN_UP(len), FOLL_LONGTERM, l->pages);
	l->nr = max(got, 0);
	if (got == PFN_UP(len))
		return 0;
	lynx_empty(l);
	return -EFAULT;
}
