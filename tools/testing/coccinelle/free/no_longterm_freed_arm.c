// SPDX-License-Identifier: GPL-2.0-only
/* Given back in the same call only where memory is missing. */
static void umem_unpin(struct umem *u)
{
	unpin_user_pages_dirty_lock(u->pgs, u->npgs, true);
	kvfree(u->pgs);
}

static int umem_pin(struct umem *u, unsigned long addr, unsigned int gup_flags)
{
	long npgs = pin_user_pages(addr, u->npgs, FOLL_WRITE, u->pgs);

	if (npgs == u->npgs)
		return 0;
	if (npgs > 0)
		unpin_user_pages(u->pgs, npgs);
	return -EFAULT;
}

static void umem_free(struct kref *ref)
{
	struct umem *u = container_of(ref, struct umem, ref);

	vunmap(u->addrs);
	umem_unpin(u);
	kfree(u);
}

int umem_set(struct pr_sock *ps, struct umem *u, u64 addr)
{
	int err = umem_pin(u, addr, 0);

	if (err)
		return err;
	u->addrs = vmap(u->pgs, u->npgs, VM_MAP, PAGE_KERNEL);
	if (!u->addrs) {
		umem_unpin(u);
		kfree(u);
		return -ENOMEM;
	}
	ps->umem = u;
	return 0;
}

void umem_drop(struct pr_sock *ps)
{
	if (ps->umem)
		kref_put(&ps->umem->ref, umem_free);
}
