// SPDX-License-Identifier: GPL-2.0-only
/* Given back by hand, and by what drops the last reference. */

struct pg_rbuf {
	struct kref	kref;
	u32		handle;
	unsigned int	npg;
	struct page	**pgs;
};

static void pg_rbuf_free(struct kref *k)
{
	struct pg_rbuf *rb = container_of(k, struct pg_rbuf, kref);

	unpin_user_pages(rb->pgs, rb->npg);
	kvfree(rb->pgs);
	kfree(rb);
}

static int pg_register(struct pg_ctx *ctx, unsigned long addr, unsigned int npg, u32 *handle)
{
	struct pg_rbuf *rb;
	long n;
	int err = -ENOMEM;

	rb = kzalloc(sizeof(*rb), GFP_KERNEL);
	if (!rb)
		return -ENOMEM;
	rb->pgs = kvmalloc_array(npg, sizeof(*rb->pgs), GFP_KERNEL);
	if (!rb->pgs)
		goto free_rb;

	n = pin_user_pages_unlocked(addr, npg, rb->pgs, FOLL_LONGTERM);
	if (n != npg) {
		err = n < 0 ? n : -EFAULT;
		if (n > 0)
			unpin_user_pages(rb->pgs, n);
		goto free_vec;
	}
	rb->npg = npg;
	kref_init(&rb->kref);

	err = xa_alloc(&ctx->bufs, &rb->handle, rb, xa_limit_31b, GFP_KERNEL);
	if (err) {
		kref_put(&rb->kref, pg_rbuf_free);
		return err;
	}
	*handle = rb->handle;
	return 0;

free_vec:
	kvfree(rb->pgs);
free_rb:
	kfree(rb);
	return err;
}

static int pg_unregister(struct pg_ctx *ctx, u32 handle)
{
	struct pg_rbuf *rb = xa_erase(&ctx->bufs, handle);

	if (!rb)
		return -ENOENT;

	pg_hw_quiesce(ctx, rb->handle);
	unpin_user_pages(rb->pgs, rb->npg);
	kref_put(&rb->kref, pg_rbuf_free);
	return 0;
}
