// SPDX-License-Identifier: GPL-2.0-only
/* It leaves with 0 by the label that errors go to. */

struct evq_file {
	struct mutex lock;
	struct page *page;
	void *ring;
};

#define EVQ_SET_RING	_IO('e', 7)

static long evq_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct evq_file *ef = file->private_data;
	struct page *page;
	long ret = 0;

	if (cmd != EVQ_SET_RING)
		return -ENOTTY;
	if (!PAGE_ALIGNED(arg))
		return -EINVAL;

	mutex_lock(&ef->lock);
	if (ef->page) {
		ret = -EEXIST;
		goto unlock;
	}
	ret = pin_user_pages_unlocked(arg, 1, &page, FOLL_WRITE);
	if (ret != 1) {
		ret = ret < 0 ? ret : -EFAULT;
		goto unlock;
	}
	ef->ring = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	if (!ef->ring) {
		unpin_user_page(page);
		ret = -ENOMEM;
		goto unlock;
	}
	ef->page = page;
	ret = 0;
unlock:
	mutex_unlock(&ef->lock);
	return ret;
}

static int evq_release(struct inode *inode, struct file *file)
{
	struct evq_file *ef = file->private_data;

	if (ef->page) {
		vunmap(ef->ring);
		unpin_user_pages_dirty_lock(&ef->page, 1, true);
	}
	kfree(ef);
	return 0;
}

const struct file_operations evq_fops = {
	.unlocked_ioctl = evq_ioctl,
	.release = evq_release,
};
