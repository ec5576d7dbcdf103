// SPDX-License-Identifier: GPL-2.0-only
/* The array that has pages is overwritten if it cannot grow. */

struct trace_pool {
	struct mutex lock;
	struct page **pages;
	unsigned int count;
};

int trace_pool_add(struct trace_pool *c, unsigned long uaddr, unsigned int nr)
{
	int got;

	if (!nr || nr > 512)
		return -EINVAL;

	mutex_lock(&c->lock);
	c->pages = krealloc_array(c->pages, c->count + nr,
				  sizeof(*c->pages), GFP_KERNEL);
	if (!c->pages) {
		mutex_unlock(&c->lock);
		return -ENOMEM;
	}

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
