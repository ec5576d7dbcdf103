// SPDX-License-Identifier: GPL-2.0-only
/* Where the variable goes out of scope, its pages are given back. */
struct elder {
	int nr;
	struct page *pages[];
};

static void elder_free(struct elder *e)
{
	put_user_pages(e->pages, e->nr);
	kfree(e);
}

DEFINE_FREE(elder, struct elder *, if (!IS_ERR_OR_NULL(_T)) elder_free(_T))

static struct elder *elder_create(unsigned long start, int nr)
{
	struct elder *e = kzalloc(struct_size(e, pages, nr), GFP_KERNEL);
	int ret;

	if (!e)
		return ERR_PTR(-ENOMEM);
	ret = pin_user_pages_fast(start, nr, FOLL_WRITE, e->pages);
	if (ret <= 0) {
		kfree(e);
		return ERR_PTR(ret ? ret : -EFAULT);
	}
	e->nr = ret;
	return e;
}

int elder_read(struct device *dev, unsigned long start, int nr)
{
	struct elder *e __free(elder) = elder_create(start, nr);

	if (IS_ERR(e))
		return PTR_ERR(e);
	elder_fill(dev, e->pages, e->nr);
	put_user_pages_dirty_lock(e->pages, e->nr, true);
	return 0;
}
