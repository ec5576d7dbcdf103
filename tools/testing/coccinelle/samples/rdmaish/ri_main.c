// SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause)
/*
 * rdmaish: contexts and their ioctls.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "ri.h"

#define RI_IOC_REGISTER		_IOWR('R', 1, struct ri_register)
#define RI_IOC_DEREGISTER	_IOW('R', 2, __u32)
#define RI_IOC_DOORBELL		_IOW('R', 3, __u64)

struct ri_register {
	__u64 addr;
	__u64 length;
	__u32 writable;
	__u32 key;
};

static u32 ri_next_key;
static struct miscdevice ri_misc;

static int ri_open(struct inode *inode, struct file *file)
{
	struct ri_ctx *ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);

	if (!ctx)
		return -ENOMEM;
	ctx->zero = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!ctx->zero) {
		kfree(ctx);
		return -ENOMEM;
	}
	ctx->dev = ri_misc.this_device;
	ctx->mm = current->mm;
	mmgrab(ctx->mm);
	mutex_init(&ctx->lock);
	INIT_LIST_HEAD(&ctx->regions);
	file->private_data = ctx;
	return 0;
}

static void ri_ctx_free(struct ri_ctx *ctx)
{
	struct ri_mem *mem, *next;

	list_for_each_entry_safe(mem, next, &ctx->regions, list)
		ri_mem_release(mem);
	if (ctx->doorbell) {
		set_page_dirty_lock(ctx->doorbell);
		RI_PUT_PAGE(ctx->doorbell);
	}
	RI_PUT_PAGE(ctx->zero);
	mmdrop(ctx->mm);
	kfree(ctx);
}

static int ri_release(struct inode *inode, struct file *file)
{
	ri_ctx_free(file->private_data);
	return 0;
}

static int ri_register(struct ri_ctx *ctx, struct ri_register __user *uarg)
{
	struct ri_register arg;
	struct ri_mem *mem;

	if (copy_from_user(&arg, uarg, sizeof(arg)))
		return -EFAULT;
	mem = ri_mem_get(ctx, arg.addr, arg.length, arg.writable);
	if (IS_ERR(mem))
		return PTR_ERR(mem);
	mem->key = ++ri_next_key;
	if (put_user(mem->key, &uarg->key)) {
		ri_mem_release(mem);
		return -EFAULT;
	}
	return 0;
}

static int ri_deregister(struct ri_ctx *ctx, u32 key)
{
	struct ri_mem *mem;

	list_for_each_entry(mem, &ctx->regions, list) {
		if (mem->key == key) {
			ri_mem_release(mem);
			return 0;
		}
	}
	return -ENOENT;
}

static long ri_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct ri_ctx *ctx = file->private_data;
	u32 key;
	u64 addr;
	long ret;

	mutex_lock(&ctx->lock);
	switch (cmd) {
	case RI_IOC_REGISTER:
		ret = ri_register(ctx, (struct ri_register __user *)arg);
		break;
	case RI_IOC_DEREGISTER:
		ret = get_user(key, (u32 __user *)arg);
		if (!ret)
			ret = ri_deregister(ctx, key);
		break;
	case RI_IOC_DOORBELL:
		ret = get_user(addr, (u64 __user *)arg);
		if (!ret)
			ret = ri_doorbell_map(ctx, addr);
		break;
	default:
		ret = -ENOTTY;
	}
	mutex_unlock(&ctx->lock);
	return ret;
}

static const struct file_operations ri_fops = {
	.owner = THIS_MODULE,
	.open = ri_open,
	.release = ri_release,
	.unlocked_ioctl = ri_ioctl,
};

static struct miscdevice ri_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "rdmaish",
	.fops = &ri_fops,
};
module_misc_device(ri_misc);

MODULE_DESCRIPTION("Made-up RDMA-like card, to try the conversion on");
MODULE_VERSION(RI_VERSION);
MODULE_LICENSE("Dual BSD/GPL");
