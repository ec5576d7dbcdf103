// SPDX-License-Identifier: GPL-2.0-only
static ssize_t pipe_in(struct pipe *pipe, struct iov_iter *iter)
{
	struct page *pages[16], **pp = pages;
	size_t off;
	ssize_t len;
	int i;

	len = iov_iter_extract_pages(iter, &pp, SZ_64K, 16, 0, &off);
	if (len <= 0)
		return len;
	pipe_copy(pipe, pages, off, len);
	for (i = 0; i < DIV_ROUND_UP(off + len, PAGE_SIZE); i++)
		put_page(pages[i]);
	return len;
}
