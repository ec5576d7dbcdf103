// SPDX-License-Identifier: GPL-2.0-only
/* Who creates it gives it back if there was an error, and only then. */
static int bo_pin(struct bo *bo, unsigned long addr)
{
	long r = pin_user_pages_fast(addr, bo->n, FOLL_WRITE, bo->pages);

	if (r == bo->n)
		return 0;
	if (r > 0)
		unpin_user_pages(bo->pages, r);
	return -EFAULT;
}

int bo_create(struct file_priv *f, struct bo *bo, unsigned long addr)
{
	int err = bo_pin(bo, addr);

	if (err)
		return err;
	err = bo_map(bo);
	if (err) {
		unpin_user_pages(bo->pages, bo->n);
		return err;
	}
	f->bo = bo;
	return 0;
}

void bo_close(struct file_priv *f)
{
	unpin_user_pages_dirty_lock(f->bo->pages, f->bo->n, true);
}
