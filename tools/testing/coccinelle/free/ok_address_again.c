// SPDX-License-Identifier: GPL-2.0-only
static void gate_shut(struct gate *g)
{
	struct page *bar;
	int i;

	for (i = 0; i < g->bars; i++) {
		bar = g->iron[i];
		unpin_user_pages_dirty_lock(&bar, 1, true);
	}
	for (i = 0; i < g->slats; i++) {
		bar = g->wood[i];
		unpin_user_pages_dirty_lock(&bar, 1, true);
	}
}
