// SPDX-License-Identifier: GPL-2.0-only
/* A function of another file gives them back first. */

struct prof_ctx {
	struct mutex lock;
	struct page **pages;
	unsigned int nr;
	void *buf;
};

static int prof_open(struct inode *inode, struct file *file)
{
	struct prof_ctx *ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);

	if (!ctx)
		return -ENOMEM;
	mutex_init(&ctx->lock);
	file->private_data = ctx;
	return 0;
}

static int prof_release(struct inode *inode, struct file *file)
{
	struct prof_ctx *ctx = file->private_data;

	if (ctx->buf)
		vunmap(ctx->buf);
	prof_give_back(ctx);
	kvfree(ctx->pages);
	mutex_destroy(&ctx->lock);
	kfree(ctx);
	return 0;
}

static long prof_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct prof_ctx *ctx = file->private_data;
	struct page **pages;
	int n, ret = 0;

	if (cmd < 1 || cmd > 1024)
		return -ENOTTY;
	pages = kvcalloc(cmd, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;

	n = pin_user_pages_fast(arg, cmd, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (n < 0 || n < cmd) {
		ret = n < 0 ? n : -EFAULT;
		goto drop;
	}

	mutex_lock(&ctx->lock);
	if (ctx->pages) {
		ret = -EBUSY;
	} else {
		ctx->buf = vmap(pages, n, VM_MAP, PAGE_KERNEL);
		if (ctx->buf) {
			ctx->pages = pages;
			ctx->nr = n;
		} else {
			ret = -ENOMEM;
		}
	}
	mutex_unlock(&ctx->lock);
	if (!ret)
		return 0;
drop:
	if (n > 0)
		unpin_user_pages(pages, n);
	kvfree(pages);
	return ret;
}

static const struct file_operations prof_fops = {
	.open = prof_open,
	.release = prof_release,
	.unlocked_ioctl = prof_ioctl,
};
