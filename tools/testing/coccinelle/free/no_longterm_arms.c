// SPDX-License-Identifier: GPL-2.0-only
/* One command takes them, another one gives them back. */

struct vdec_reg {
	__u64 addr;
	__u32 pages;
	__u32 id;
};

#define VDEC_REG	_IOWR('D', 1, struct vdec_reg)
#define VDEC_UNREG	_IOW('D', 2, __u32)

struct vdec_buf {
	struct list_head node;
	u32 id, n;
	struct page *pg[];
};

struct vdec_ctx {
	struct mutex m;
	struct list_head bufs;
	u32 next_id;
};

static void vdec_buf_free(struct vdec_buf *b)
{
	list_del(&b->node);
	unpin_user_pages_dirty_lock(b->pg, b->n, true);
	kvfree(b);
}

static long vdec_reg(struct vdec_ctx *c, struct vdec_reg *r)
{
	struct vdec_buf *b;
	int n;

	if (!r->pages || r->pages > 4096)
		return -EINVAL;
	b = kvzalloc(struct_size(b, pg, r->pages), GFP_KERNEL);
	if (!b)
		return -ENOMEM;
	n = pin_user_pages_fast(r->addr, r->pages, FOLL_WRITE, b->pg);
	if (n != r->pages) {
		if (n > 0)
			unpin_user_pages(b->pg, n);
		kvfree(b);
		return n < 0 ? n : -EFAULT;
	}
	b->n = n;
	b->id = r->id = ++c->next_id;
	list_add(&b->node, &c->bufs);
	return 0;
}

static long vdec_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	struct vdec_ctx *c = f->private_data;
	struct vdec_buf *b, *t;
	struct vdec_reg r;
	long rc = cmd == VDEC_UNREG ? -ENOENT : -ENOTTY;

	mutex_lock(&c->m);
	if (cmd == VDEC_REG) {
		rc = copy_from_user(&r, (void __user *)arg, sizeof(r)) ? -EFAULT : vdec_reg(c, &r);
		if (!rc && copy_to_user((void __user *)arg, &r, sizeof(r))) {
			vdec_buf_free(list_first_entry(&c->bufs, struct vdec_buf, node));
			rc = -EFAULT;
		}
	} else if (cmd == VDEC_UNREG && !get_user(r.id, (u32 __user *)arg)) {
		list_for_each_entry_safe(b, t, &c->bufs, node)
			if (b->id == r.id) {
				vdec_buf_free(b);
				rc = 0;
			}
	}
	mutex_unlock(&c->m);
	return rc;
}

static int vdec_close(struct inode *i, struct file *f)
{
	struct vdec_ctx *c = f->private_data;
	struct vdec_buf *b, *t;

	list_for_each_entry_safe(b, t, &c->bufs, node)
		vdec_buf_free(b);
	kfree(c);
	return 0;
}

static const struct file_operations vdec_fops = {
	.unlocked_ioctl = vdec_ioctl,
	.release = vdec_close,
};
