// SPDX-License-Identifier: GPL-2.0-only
static void d5(struct b *b)
{
	int i = b->n;

	while (i--) {
		put_user_page(b->vec[i].page);
		if (!PageReserved(b->vec[i].page))
			SetPageDirty(b->vec[i].page);
	}
}
