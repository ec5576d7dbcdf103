// SPDX-License-Identifier: GPL-2.0-only
/* What was allocated is no error when it is returned. */
static struct sg_table *quartz_map(struct quartz *q)
{
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int got;

	if (!table)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(q->addr, q->nr, FOLL_WRITE | FOLL_LONGTERM, q->pages);
	if (got != q->nr)
		goto put;
	if (sg_alloc_table_from_pages(table, q->pages, got, 0, (size_t)got << PAGE_SHIFT, GFP_KERNEL))
		goto put;
	q->table = table;
	return table;
put:
	if (got > 0)
		put_user_pages(q->pages, got);
	kfree(table);
	return ERR_PTR(-EFAULT);
}
