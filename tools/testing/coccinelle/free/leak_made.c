// SPDX-License-Identifier: GPL-2.0-only
/* An object that another function made with its pins is freed without them. */

struct gw_win {
	u32		id;
	refcount_t	users;
	unsigned int	npages;
	struct page	*pages[] __counted_by(npages);
};

static void gw_win_put(struct gw_win *w)
{
	if (!refcount_dec_and_test(&w->users))
		return;
	unpin_user_pages_dirty_lock(w->pages, w->npages, true);
	kvfree(w);
}

static struct gw_win *gw_win_new(unsigned long uaddr, unsigned int npages)
{
	struct gw_win *w;
	int n;

	w = kvzalloc(struct_size(w, pages, npages), GFP_KERNEL);
	if (!w)
		return ERR_PTR(-ENOMEM);
	w->npages = npages;
	refcount_set(&w->users, 1);

	n = pin_user_pages_fast(uaddr, npages, FOLL_WRITE | FOLL_LONGTERM, w->pages);
	if (n < 0 || n != npages) {
		if (n > 0)
			unpin_user_pages(w->pages, n);
		kvfree(w);
		return ERR_PTR(n < 0 ? n : -ENOMEM);
	}
	return w;
}

long gw_ioctl_add(struct gw_ctx *ctx, struct gw_add __user *arg)
{
	struct gw_add a;
	struct gw_win *w;
	int err;

	if (copy_from_user(&a, arg, sizeof(a)))
		return -EFAULT;
	if (!a.npages || a.npages > GW_MAX || offset_in_page(a.addr))
		return -EINVAL;

	w = gw_win_new(a.addr, a.npages);
	if (IS_ERR(w))
		return PTR_ERR(w);

	err = xa_alloc(&ctx->wins, &w->id, w, XA_LIMIT(1, GW_MAX_WINS), GFP_KERNEL);
	if (err) {
		kvfree(w);
		return err;
	}

	if (put_user(w->id, &arg->id)) {
		xa_erase(&ctx->wins, w->id);
		gw_win_put(w);
		return -EFAULT;
	}
	return 0;
}
