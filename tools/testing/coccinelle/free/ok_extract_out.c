// SPDX-License-Identifier: GPL-2.0-only
static ssize_t kiln_fire(struct kiln *k, struct iov_iter *from)
{
	struct page *clay[8], **lump = clay;
	size_t at;
	ssize_t had = iov_iter_extract_pages(from, &lump, SZ_32K, 8, 0, &at);
	int nr, err = -EIO;

	if (had <= 0)
		return had;
	nr = DIV_ROUND_UP(at + had, PAGE_SIZE);
	if (kiln_submit(k, lump, nr) < 0)
		goto out;
	kiln_cool(k);
	err = 0;
out:
	if (iov_iter_extract_will_pin(from))
		unpin_user_pages(lump, nr);
	return err ? err : had;
}

static ssize_t kiln_load(struct kiln *k, struct iov_iter *from)
{
	struct page **lumps = NULL;
	size_t at;
	ssize_t had = iov_iter_extract_pages(from, &lumps, SZ_32K, 8, 0, &at);
	int i;

	if (had <= 0)
		return had;
	for (i = 0; i << PAGE_SHIFT < had; i++)
		bvec_set_page(&k->shelf[k->nr++], lumps[i], PAGE_SIZE, 0);
	kvfree(lumps);
	return had;
}
