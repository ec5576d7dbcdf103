// SPDX-License-Identifier: GPL-2.0-only
/* The other command is in another arm. */

struct nic_ctx {
	struct mutex lock;
	struct page **pages;
	int nr;
};

struct nic_reg { __u64 addr; __u32 npages; __u32 pad; };

#define NIC_REGISTER	_IOW('n', 1, struct nic_reg)
#define NIC_UNREGISTER	_IO('n', 2)

static int nic_register(struct nic_ctx *c, struct nic_reg *r)
{
	int got;

	if (c->pages)
		return -EBUSY;
	if (!r->npages || r->npages > 4096)
		return -EINVAL;
	c->pages = kvcalloc(r->npages, sizeof(*c->pages), GFP_KERNEL);
	if (!c->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(r->addr, r->npages, FOLL_WRITE, c->pages);
	if (got != r->npages) {
		if (got > 0)
			unpin_user_pages(c->pages, got);
		kvfree(c->pages);
		c->pages = NULL;
		return got < 0 ? got : -EFAULT;
	}
	c->nr = got;
	return 0;
}

static void nic_unregister(struct nic_ctx *c)
{
	if (!c->pages)
		return;
	unpin_user_pages_dirty_lock(c->pages, c->nr, true);
	kvfree(c->pages);
	c->pages = NULL;
}

static long nic_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct nic_ctx *c = file->private_data;
	struct nic_reg r;
	long ret = 0;

	mutex_lock(&c->lock);
	if (cmd == NIC_UNREGISTER)
		nic_unregister(c);
	else if (cmd != NIC_REGISTER)
		ret = -ENOTTY;
	else if (copy_from_user(&r, (void __user *)arg, sizeof(r)))
		ret = -EFAULT;
	else
		ret = nic_register(c, &r);
	mutex_unlock(&c->lock);
	return ret;
}

static int nic_release(struct inode *inode, struct file *file)
{
	struct nic_ctx *c = file->private_data;

	nic_unregister(c);
	kfree(c);
	return 0;
}

const struct file_operations nic_fops = {
	.unlocked_ioctl = nic_ioctl,
	.release = nic_release,
};
