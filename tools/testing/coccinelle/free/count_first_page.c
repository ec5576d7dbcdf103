// SPDX-License-Identifier: GPL-2.0-only
/* The bytes are rounded up without what comes before them in the first page. */

struct cz_dio {
	struct iov_iter	*iter;
	struct page	*pages[CZ_DIO_PAGES];
	unsigned int	nr;
	size_t		off;
	bool		pinned;
};

static void cz_dio_release(struct cz_dio *d)
{
	if (d->pinned)
		unpin_user_pages_dirty_lock(d->pages, d->nr, true);
	d->nr = 0;
}

static ssize_t cz_dio_fill(struct cz_dio *d, size_t max)
{
	struct page **pp = d->pages;
	ssize_t n;

	d->pinned = iov_iter_extract_will_pin(d->iter);
	n = iov_iter_extract_pages(d->iter, &pp, max, CZ_DIO_PAGES, 0, &d->off);
	if (n <= 0)
		return n ? n : -EFAULT;
	d->nr = DIV_ROUND_UP(n, PAGE_SIZE);
	return n;
}

ssize_t cz_direct_read(struct inode *inode, struct iov_iter *to, loff_t pos)
{
	struct cz_dio *d;
	ssize_t total = 0, n = 0;

	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return -ENOMEM;
	d->iter = to;

	while (iov_iter_count(to) && pos < i_size_read(inode)) {
		int err;

		n = cz_dio_fill(d, min_t(size_t, iov_iter_count(to), CZ_DIO_BYTES));
		if (n < 0)
			break;
		err = cz_decompress_to_pages(inode, pos, d->pages, d->off, n);
		cz_dio_release(d);
		if (err) {
			n = err;
			break;
		}
		pos += n;
		total += n;
	}

	kfree(d);
	return total ? total : n;
}
