// SPDX-License-Identifier: GPL-2.0-only
struct mapping { struct page **pages; int n; bool pinned; };
static void mapping_release(struct mapping *m)
{
	int i;

	for (i = 0; i < m->n; i++)
		m->pinned ? unpin_user_page(m->pages[i]) : put_page(m->pages[i]);
	kvfree(m->pages);
}
static int mapping_init(struct mapping *m, unsigned long ua, int n)
{
	int got = pin_user_pages_fast(ua, n, FOLL_WRITE | FOLL_LONGTERM, m->pages);

	if (got < 0)
		return got;
	m->pinned = true;
	m->n = got;
	return got == n ? 0 : (mapping_release(m), -EFAULT);
}
