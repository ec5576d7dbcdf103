// SPDX-License-Identifier: GPL-2.0-only
/* Of a run, only the first page stays pinned; the others are given back at once. */
static void vole_dig(struct vole *v, struct page **earth, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		struct burrow *b = v->nr ? &v->burrows[v->nr - 1] : NULL;

		if (b && page_to_pfn(b->hole) + b->depth == page_to_pfn(earth[i])) {
			b->depth++;
			unpin_user_page(earth[i]);
			continue;
		}
		b = &v->burrows[v->nr++];
		b->hole = earth[i];
		b->depth = 1;
	}
}

static void vole_leave(struct vole *v)
{
	int i;

	for (i = 0; i < v->nr; i++)
		unpin_user_page(v->burrows[i].hole);
}
