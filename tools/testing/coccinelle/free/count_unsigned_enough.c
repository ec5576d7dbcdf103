// SPDX-License-Identifier: GPL-2.0-only
/* An errno in an unsigned variable is more than enough. */

static void ls_push(struct ls_dev *ls, struct page *page, size_t off, size_t len)
{
	void *va = kmap_local_page(page);

	iowrite8_rep(ls->fifo, va + off, len);
	kunmap_local(va);
}

static ssize_t ls_write(struct file *file, const char __user *ubuf, size_t len, loff_t *pos)
{
	struct ls_dev *ls = file->private_data;
	unsigned long va = (unsigned long)ubuf;
	size_t off = offset_in_page(va);
	size_t want, have, i, done = 0;
	struct page **pages;
	ssize_t ret;

	len = min_t(size_t, len, LS_MAX_WRITE);
	if (!len)
		return 0;

	want = DIV_ROUND_UP(off + len, PAGE_SIZE);
	pages = kmalloc_array(want, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;

	have = pin_user_pages_fast(va & PAGE_MASK, want, 0, pages);
	if (have < want) {
		ret = -EFAULT;
		goto out;
	}

	mutex_lock(&ls->lock);
	for (i = 0; i < have; i++) {
		size_t n = min(len - done, PAGE_SIZE - off);

		ls_push(ls, pages[i], off, n);
		done += n;
		off = 0;
	}
	mutex_unlock(&ls->lock);
	ret = done;
out:
	for (i = 0; i < have; i++)
		put_user_page(pages[i]);
	kfree(pages);
	return ret;
}
