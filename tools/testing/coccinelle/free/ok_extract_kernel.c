// SPDX-License-Identifier: GPL-2.0-only
static ssize_t loaf_slice(struct loaf *l, struct iov_iter *from, size_t room)
{
	struct page *crumb[8], **crumbs = crumb;
	size_t at;
	ssize_t had, all = 0;

	while (room) {
		had = iov_iter_extract_pages(from, &crumbs, room, 8, 0, &at);
		if (had <= 0)
			return had ? had : -EIO;
		if (WARN_ON_ONCE(!loaf_fits(l, crumb[0])))
			return -EIO;
		loaf_append(l, crumb[0], at, had);
		room -= had;
		all += had;
	}
	return all;
}
