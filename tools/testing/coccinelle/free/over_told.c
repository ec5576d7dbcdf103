// SPDX-License-Identifier: GPL-2.0-only
/* Fewer pages will do, and another field says how many there are. */
struct bramble {
	struct page **pages;
	int wanted, mapped;
};

int bramble_get(struct bramble *b, unsigned long start)
{
	int ret = pin_user_pages_fast(start, b->wanted, FOLL_LONGTERM, b->pages);

	if (ret <= 0)
		return ret ? ret : -EFAULT;
	b->mapped = ret;
	return 0;
}

void bramble_put(struct bramble *b)
{
	put_user_pages_dirty_lock(b->pages, b->wanted, true);
}
