// SPDX-License-Identifier: GPL-2.0-only
/* Nothing is left for the end of the scope, or the variable has let go. */
struct spindle {
	int nr;
	struct page *pages[];
};

static void spindle_free(struct spindle *s)
{
	put_user_pages(s->pages, s->nr);
	kfree(s);
}

DEFINE_FREE(spindle, struct spindle *, if (!IS_ERR_OR_NULL(_T)) spindle_free(_T))

static struct spindle *spindle_create(unsigned long start, int nr)
{
	struct spindle *s = kzalloc(struct_size(s, pages, nr), GFP_KERNEL);
	int ret;

	if (!s)
		return ERR_PTR(-ENOMEM);
	ret = pin_user_pages_fast(start, nr, FOLL_WRITE, s->pages);
	if (ret <= 0) {
		kfree(s);
		return ERR_PTR(ret ? ret : -EFAULT);
	}
	s->nr = ret;
	return s;
}

int spindle_read(struct device *dev, unsigned long start, int nr)
{
	struct spindle *s __free(spindle) = spindle_create(start, nr);

	if (IS_ERR(s))
		return PTR_ERR(s);
	spindle_fill(dev, s->pages, s->nr);
	put_user_pages_dirty_lock(s->pages, s->nr, true);
	s->nr = 0;
	return 0;
}
