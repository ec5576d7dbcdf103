// SPDX-License-Identifier: GPL-2.0-only
static void bell_still(struct bell *b)
{
	int i;

	for (i = 0; i < b->nr; i++)
		unpin_user_page(b->bronze[i]);
	bell_log(b);
	for (i = b->nr - 1; i >= 0; i--)
		unpin_user_page(b->bronze[i]);
}
