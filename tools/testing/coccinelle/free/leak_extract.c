// SPDX-License-Identifier: GPL-2.0-only
static ssize_t kiln_fire(struct kiln *k, struct iov_iter *from)
{
	struct page *clay[8], **lump = clay;
	size_t at;
	ssize_t had = iov_iter_extract_pages(from, &lump, SZ_32K, 8, 0, &at);
	int nr;

	if (had <= 0)
		return had;
	nr = DIV_ROUND_UP(at + had, PAGE_SIZE);
	if (kiln_submit(k, lump, nr) < 0)
		return -EIO;
	kiln_cool(k);
	if (iov_iter_extract_will_pin(from))
		unpin_user_pages(lump, nr);
	return had;
}
