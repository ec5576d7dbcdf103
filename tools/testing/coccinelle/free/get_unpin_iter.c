// SPDX-License-Identifier: GPL-2.0-only
static ssize_t sock_in(struct sock_buf *b, struct iov_iter *iter)
{
	size_t off;
	ssize_t len = iov_iter_get_pages2(iter, b->pages, SZ_64K, 16, &off);

	if (len <= 0)
		return len;
	b->nr = DIV_ROUND_UP(off + len, PAGE_SIZE);
	return len;
}

static void sock_done(struct sock_buf *b)
{
	put_user_pages(b->pages, b->nr);
}
