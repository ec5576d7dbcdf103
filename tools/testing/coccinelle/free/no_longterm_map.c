// SPDX-License-Identifier: GPL-2.0-only
/* A map by ioctl lasts until it is undone, whatever it is a map of. */
struct rowan {
	struct list_head link;
	struct page *page;
};

static long rowan_dma_map_ioctl(struct list_head *all, unsigned long start)
{
	struct rowan *r = kzalloc(sizeof(*r), GFP_KERNEL);
	long got;

	if (!r)
		return -ENOMEM;
	got = pin_user_pages_fast(start, 1, FOLL_WRITE, &r->page);
	if (got != 1) {
		kfree(r);
		return -EFAULT;
	}
	list_add(&r->link, all);
	return 0;
}

static void rowan_dma_unmap(struct rowan *r)
{
	list_del(&r->link);
	put_user_pages_dirty_lock(&r->page, 1, true);
	kfree(r);
}
