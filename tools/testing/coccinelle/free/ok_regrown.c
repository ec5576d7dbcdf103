// SPDX-License-Identifier: GPL-2.0-only
/* The array stays if it cannot grow. */

struct trace_pool {
	struct mutex lock;
	struct page **pages;
	unsigned int count;
};

int trace_pool_add(struct trace_pool *c, unsigned long uaddr, unsigned int nr)
{
	struct page **grown;
	int got;

	if (!nr || nr > 512)
		return -EINVAL;

	mutex_lock(&c->lock);
	grown = krealloc_array(c->pages, c->count + nr, sizeof(*grown), GFP_KERNEL);
	if (!grown) {
		mutex_unlock(&c->lock);
		return -ENOMEM;
	}
	c->pages = grown;

	got = pin_user_pages_fast(uaddr & PAGE_MASK, nr,
				  FOLL_WRITE | FOLL_LONGTERM,
				  c->pages + c->count);
	if (got > 0)
		c->count += got;
	mutex_unlock(&c->lock);

	return got;
}

void trace_pool_fini(struct trace_pool *c)
{
	mutex_lock(&c->lock);
	if (c->pages)
		unpin_user_pages_dirty_lock(c->pages, c->count, true);
	kfree(c->pages);
	c->pages = NULL;
	c->count = 0;
	mutex_unlock(&c->lock);
}
