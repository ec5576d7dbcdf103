// SPDX-License-Identifier: GPL-2.0-only
/* The driver's own idea of a segment: a page, and how many lie behind it. */
static void mole_dig(struct mole *m, struct page **earth, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		struct tunnel *t = m->nr ? &m->tunnels[m->nr - 1] : NULL;

		if (t && page_to_pfn(t->mouth) + t->reach == page_to_pfn(earth[i])) {
			t->reach++;
			continue;
		}
		t = &m->tunnels[m->nr++];
		t->mouth = earth[i];
		t->reach = 1;
	}
}

static void mole_leave(struct mole *m)
{
	int i;

	for (i = 0; i < m->nr; i++) {
		set_page_dirty_lock(m->tunnels[i].mouth);
		unpin_user_page(m->tunnels[i].mouth);
	}
}

static void mole_leave_good(struct mole *m)
{
	int i, k;

	for (i = 0; i < m->nr; i++)
		for (k = 0; k < m->tunnels[i].reach; k++)
			unpin_user_page(nth_page(m->tunnels[i].mouth, k));
}
