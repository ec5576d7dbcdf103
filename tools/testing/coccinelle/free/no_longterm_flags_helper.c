// SPDX-License-Identifier: GPL-2.0-only
/* What the helper answers has no FOLL_LONGTERM, whatever it is asked. */
static unsigned int mem_flags(const struct sock *sk)
{
	unsigned int f = FOLL_WRITE;

	if (sk->sk_type == SOCK_RAW)
		f |= FOLL_NOFAULT;
	return f;
}

int mem_register(struct mem_sock *ms, struct mem *m, unsigned long addr, u32 npgs)
{
	long got;

	got = pin_user_pages(addr, npgs, mem_flags(&ms->sk), m->pgs);
	if (got != npgs) {
		if (got > 0)
			unpin_user_pages(m->pgs, got);
		return -ENOMEM;
	}
	ms->mem = m;
	return 0;
}

void mem_destruct(struct mem_sock *ms)
{
	unpin_user_pages_dirty_lock(ms->mem->pgs, ms->mem->npgs, true);
}
