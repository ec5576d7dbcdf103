// SPDX-License-Identifier: GPL-2.0-only
/* That the number is taken back gives nothing else back. */
static void region_release(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	kvfree(r->pages);
	kfree(r);
}

long region_register(struct dsp *d, void __user *argp, struct reg_args *args)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	long ret;

	if (!r)
		return -ENOMEM;
	r->pages = kvcalloc(args->nr, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages) {
		kfree(r);
		return -ENOMEM;
	}
	ret = pin_user_pages_fast(args->start, args->nr, FOLL_WRITE | FOLL_LONGTERM, r->pages);
	if (ret < 0)
		goto free;
	r->nr = ret;
	if (r->nr < args->nr) {
		region_release(r);
		return -EFAULT;
	}
	r->id = idr_alloc(&d->regions, r, 1, 0, GFP_KERNEL);
	if (r->id < 0) {
		ret = r->id;
		region_release(r);
		return ret;
	}
	if (put_user(r->id, &args->id)) {
		idr_remove(&d->regions, r->id);
		ret = -EFAULT;
		goto free;
	}
	return 0;

free:
	kvfree(r->pages);
	kfree(r);
	return ret;
}
