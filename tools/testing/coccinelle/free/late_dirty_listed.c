// SPDX-License-Identifier: GPL-2.0-only
/* The page comes out of a list that user pages are put into. */

struct stat_ent {
	struct list_head node;
	struct page *page;
	bool touched;
};

static int stat_ent_add(struct list_head *h, unsigned long va)
{
	struct stat_ent *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int ret;

	if (!e)
		return -ENOMEM;
	ret = get_user_pages_fast(va, 1, FOLL_WRITE, &e->page);
	if (ret != 1) {
		kfree(e);
		return ret < 0 ? ret : -EFAULT;
	}
	list_add_tail(&e->node, h);
	return 0;
}

static void stat_ent_flush(struct list_head *h)
{
	struct stat_ent *e, *n;

	list_for_each_entry_safe(e, n, h, node) {
		struct page *page = e->page;

		list_del(&e->node);
		put_page(page);
		if (e->touched)
			set_page_dirty_lock(page);
		kfree(e);
	}
}

int stat_publish(const unsigned long *va, int n, const void *src)
{
	struct stat_ent *e;
	LIST_HEAD(h);
	int ret = 0;

	while (n-- && !ret)
		ret = stat_ent_add(&h, *va++);
	if (!ret) {
		list_for_each_entry(e, &h, node) {
			memcpy_to_page(e->page, 0, src, 64);
			e->touched = true;
		}
	}
	stat_ent_flush(&h);
	return ret;
}
