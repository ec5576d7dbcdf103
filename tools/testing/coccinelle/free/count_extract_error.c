// SPDX-License-Identifier: GPL-2.0-only
static ssize_t grebe_bad(struct grebe *g, struct iov_iter *from, size_t max)
{
	struct page **pages = g->pages;
	ssize_t len;
	size_t off;
	int nr;

	len = iov_iter_extract_pages(from, &pages, max, 16, 0, &off);
	nr = DIV_ROUND_UP(len + off, PAGE_SIZE);
	if (!len)
		return 0;
	grebe_push(g, pages, nr);
	if (iov_iter_extract_will_pin(from))
		put_user_pages(pages, nr);
	return len;
}

static ssize_t grebe_good(struct grebe *g, struct iov_iter *from, size_t max)
{
	struct page **pages = g->pages;
	ssize_t len;
	size_t off;
	int nr;

	len = iov_iter_extract_pages(from, &pages, max, 16, 0, &off);
	if (len <= 0)
		return len;
	nr = DIV_ROUND_UP(len + off, PAGE_SIZE);
	grebe_push(g, pages, nr);
	if (iov_iter_extract_will_pin(from))
		put_user_pages(pages, nr);
	return len;
}
