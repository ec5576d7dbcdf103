// SPDX-License-Identifier: GPL-2.0-only
/* What the iterator said in the first round holds in the next one, too. */
ssize_t whitebeam_write(struct iov_iter *from)
{
	bool pinned = iov_iter_extract_will_pin(from);
	ssize_t total = 0;

	while (iov_iter_count(from)) {
		struct page *vec[8], **pages = vec;
		ssize_t len, eaten;
		size_t off;

		len = iov_iter_extract_pages(from, &pages, 8 * PAGE_SIZE, 8, 0, &off);
		if (len <= 0)
			return total ? total : len;
		eaten = whitebeam_eat(vec, off, len);
		if (pinned)
			put_user_pages(vec, DIV_ROUND_UP(off + len, PAGE_SIZE));
		if (eaten < 0)
			return total ? total : eaten;
		total += eaten;
	}
	return total;
}
