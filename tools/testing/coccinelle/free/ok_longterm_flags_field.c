// SPDX-License-Identifier: GPL-2.0-only
/* A helper hands on flags that were set elsewhere. */
void mem_init(struct mem *m)
{
	m->gup = FOLL_WRITE | FOLL_LONGTERM;
}

static unsigned int mem_flags(const struct mem *m)
{
	unsigned int f = m->gup;

	if (m->fast)
		f |= FOLL_NOFAULT;
	return f;
}

int mem_register(struct mem *m, unsigned long addr, u32 npgs)
{
	long got;

	got = pin_user_pages(addr, npgs, mem_flags(m), m->pgs);
	if (got != npgs) {
		if (got > 0)
			unpin_user_pages(m->pgs, got);
		return -ENOMEM;
	}
	m->n = npgs;
	return 0;
}

void mem_unregister(struct mem *m)
{
	unpin_user_pages_dirty_lock(m->pgs, m->n, true);
}
