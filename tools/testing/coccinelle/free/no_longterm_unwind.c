// SPDX-License-Identifier: GPL-2.0-only
static int tab(struct t *t, unsigned long va)
{
	int i;

	for (i = 0; i < t->n; i++, va += PAGE_SIZE)
		if (pin_user_pages_fast(va, 1, FOLL_WRITE, &t->slots[i].page) != 1)
			goto undo;
	t->live = true;
	return 0;
undo:
	while (--i >= 0)
		unpin_user_page(t->slots[i].page);
	return -EFAULT;
}
