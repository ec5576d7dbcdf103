// SPDX-License-Identifier: GPL-2.0-only
/* iov_iter_extract_pages() returns bytes. */

struct rawlog {
	int (*emit)(struct rawlog *l, struct page *pg, size_t off, size_t len);
};

static ssize_t rawlog_write_iter(struct kiocb *iocb, struct iov_iter *it)
{
	struct rawlog *log = iocb->ki_filp->private_data;
	struct page *pv[16], **pages = pv;
	ssize_t total = 0;

	if (!iov_iter_extract_will_pin(it))
		return -EOPNOTSUPP;

	while (iov_iter_count(it)) {
		size_t off, rem;
		ssize_t len;
		int i = 0, err = 0;

		len = iov_iter_extract_pages(it, &pages, SZ_64K, 16, 0, &off);
		if (len <= 0)
			return total ? total : len ? len : -EFAULT;

		for (rem = len; rem && !err; i++) {
			size_t seg = min_t(size_t, rem, PAGE_SIZE - off);

			err = log->emit(log, pages[i], off, seg);
			rem -= seg;
			off = 0;
		}
		unpin_user_pages(pages, len);
		if (err)
			return total ? total : err;
		total += len;
	}
	return total;
}
