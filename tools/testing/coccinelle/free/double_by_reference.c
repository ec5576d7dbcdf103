// SPDX-License-Identifier: GPL-2.0-only
/* The last reference gives back what was given back here. */
static void umem_free(struct kref *ref)
{
	struct umem *um = container_of(ref, struct umem, ref);

	unpin_user_pages_dirty_lock(um->pages, um->npages, um->writable);
	kvfree(um->pages);
	kfree(um);
}

static void umem_put(struct umem *um)
{
	kref_put(&um->ref, umem_free);
}

int umem_create(struct npu *npu, struct umem *um, unsigned long addr, unsigned long n)
{
	long got;
	int err;

	kref_init(&um->ref);
	um->npages = n;
	got = pin_user_pages_fast(addr, n, FOLL_WRITE | FOLL_LONGTERM, um->pages);
	if (got != n) {
		if (got > 0)
			unpin_user_pages(um->pages, got);
		return -EFAULT;
	}
	err = npu_map(npu, um);
	if (err)
		goto undo;
	return 0;

undo:
	unpin_user_pages(um->pages, um->npages);
	umem_put(um);
	return err;
}
