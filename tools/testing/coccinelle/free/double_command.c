// SPDX-License-Identifier: GPL-2.0-only
/* A command gives back what is still there at the end. */

#define TRC_REGISTER	_IOW('t', 1, struct trc_arg)
#define TRC_UNREGISTER	_IO('t', 2)
#define TRC_NPAGES	64

struct trc_arg {
	__u64 addr;
};

struct trc_ctx {
	struct mutex lock;
	unsigned int npages;
	struct page *pages[TRC_NPAGES];
	bool armed;
};

static int trc_register(struct trc_ctx *c, unsigned long addr)
{
	int n;

	if (c->npages)
		return -EBUSY;
	n = pin_user_pages_fast(addr, TRC_NPAGES, FOLL_WRITE | FOLL_LONGTERM, c->pages);
	if (n < 0)
		return n;
	if (n < TRC_NPAGES) {
		unpin_user_pages(c->pages, n);
		return -EFAULT;
	}
	c->npages = n;
	c->armed = true;
	return 0;
}

static long trc_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	struct trc_ctx *c = f->private_data;
	struct trc_arg a;
	long rc = -ENOTTY;

	mutex_lock(&c->lock);
	if (cmd == TRC_REGISTER) {
		rc = -EFAULT;
		if (!copy_from_user(&a, (void __user *)arg, sizeof(a)))
			rc = trc_register(c, a.addr);
	} else if (cmd == TRC_UNREGISTER) {
		rc = -ENXIO;
		if (c->armed) {
			c->armed = false;
			unpin_user_pages_dirty_lock(c->pages, c->npages, true);
			rc = 0;
		}
	}
	mutex_unlock(&c->lock);
	return rc;
}

static int trc_release(struct inode *ino, struct file *f)
{
	struct trc_ctx *c = f->private_data;

	if (c->npages)
		unpin_user_pages_dirty_lock(c->pages, c->npages, true);
	kfree(c);
	return 0;
}

static const struct file_operations trc_fops = {
	.unlocked_ioctl = trc_ioctl,
	.release = trc_release,
};
