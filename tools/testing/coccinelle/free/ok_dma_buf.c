// SPDX-License-Identifier: GPL-2.0-only
/* dma_buf_put() gives back what the buffer is about. */

struct upb {
	int n;
	struct page *pg[];
};

static struct sg_table *upb_map(struct dma_buf_attachment *at, enum dma_data_direction dir)
{
	struct upb *b = at->dmabuf->priv;
	struct sg_table *t = kzalloc(sizeof(*t), GFP_KERNEL);
	int rc = -ENOMEM;

	if (!t)
		return ERR_PTR(rc);
	rc = sg_alloc_table_from_pages(t, b->pg, b->n, 0, (size_t)b->n << PAGE_SHIFT, GFP_KERNEL);
	if (rc)
		goto free;
	rc = dma_map_sgtable(at->dev, t, dir, 0);
	if (!rc)
		return t;
	sg_free_table(t);
free:
	kfree(t);
	return ERR_PTR(rc);
}

static void upb_unmap(struct dma_buf_attachment *at, struct sg_table *t,
		      enum dma_data_direction dir)
{
	dma_unmap_sgtable(at->dev, t, dir, 0);
	sg_free_table(t);
	kfree(t);
}

static void upb_release(struct dma_buf *d)
{
	struct upb *b = d->priv;

	unpin_user_pages_dirty_lock(b->pg, b->n, true);
	kvfree(b);
}

static const struct dma_buf_ops upb_ops = {
	.map_dma_buf = upb_map,
	.unmap_dma_buf = upb_unmap,
	.release = upb_release,
};

int upb_export_fd(unsigned long va, int n)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *d;
	struct upb *b;
	int got, fd;

	b = kvzalloc(struct_size(b, pg, n), GFP_KERNEL);
	if (!b)
		return -ENOMEM;
	got = pin_user_pages_fast(va, n, FOLL_WRITE | FOLL_LONGTERM, b->pg);
	b->n = max(got, 0);
	if (got != n) {
		unpin_user_pages(b->pg, b->n);
		kvfree(b);
		return got < 0 ? got : -EFAULT;
	}
	info.ops = &upb_ops;
	info.size = (size_t)n << PAGE_SHIFT;
	info.flags = O_RDWR | O_CLOEXEC;
	info.priv = b;
	d = dma_buf_export(&info);
	if (IS_ERR(d)) {
		unpin_user_pages(b->pg, b->n);
		kvfree(b);
		return PTR_ERR(d);
	}
	fd = dma_buf_fd(d, O_CLOEXEC);
	if (fd < 0)
		dma_buf_put(d);
	return fd;
}
