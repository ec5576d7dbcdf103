// SPDX-License-Identifier: GPL-2.0-only
/* Pages that wait in an xarray or a radix tree. */
struct coral {
	struct xarray pinned;
	struct xarray own;
	struct radix_tree_root tree;
};

static int coral_add(struct coral *c, unsigned long addr, unsigned long index)
{
	struct page *page;
	int err;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	err = xa_insert(&c->pinned, index, page, GFP_KERNEL);
	if (err)
		put_user_page(page);
	return err;
}

static int coral_plant(struct coral *c, unsigned long addr, unsigned long index)
{
	struct page *page;
	int err;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	err = radix_tree_insert(&c->tree, index, page);
	if (err)
		put_page(page);
	return err;
}

static void coral_del(struct coral *c, unsigned long index)
{
	struct page *page = xa_erase(&c->pinned, index);

	if (page)
		put_page(page);
	page = radix_tree_delete(&c->tree, index);
	if (page)
		put_user_page(page);
}

static void coral_each(struct coral *c)
{
	struct page *page;
	unsigned long index;

	xa_for_each(&c->pinned, index, page)
		put_page(page);
}

static void coral_good(struct coral *c)
{
	struct page *page;
	unsigned long index;

	xa_for_each(&c->pinned, index, page)
		put_user_page(page);
	xa_for_each(&c->own, index, page)
		put_page(page);
	page = radix_tree_delete(&c->tree, 0);
	if (page)
		put_page(page);
}
