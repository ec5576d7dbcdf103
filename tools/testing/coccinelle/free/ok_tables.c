// SPDX-License-Identifier: GPL-2.0-only
/* Two sets of operations, each with a release of its own. */

struct mpv_obj;

struct mpv_ops {
	int	(*get)(struct mpv_obj *o, unsigned long arg);
	void	(*put)(struct mpv_obj *o);
};

struct mpv_obj {
	const struct mpv_ops	*ops;
	unsigned int		want;
	unsigned int		have;
	struct page		**pages;
};

static int mpv_user_get(struct mpv_obj *o, unsigned long va)
{
	int n = pin_user_pages_fast(va, o->want, FOLL_WRITE | FOLL_LONGTERM, o->pages);

	if (n > 0)
		o->have = n;
	return n < 0 ? n : 0;
}

static void mpv_user_put(struct mpv_obj *o)
{
	unpin_user_pages_dirty_lock(o->pages, o->have, true);
}

static int mpv_kern_get(struct mpv_obj *o, unsigned long unused)
{
	o->have = alloc_pages_bulk(GFP_KERNEL, o->want, o->pages);
	return 0;
}

static void mpv_kern_put(struct mpv_obj *o)
{
	release_pages(o->pages, o->have);
}

static const struct mpv_ops mpv_type[] = {
	{ mpv_user_get, mpv_user_put },
	{ mpv_kern_get, mpv_kern_put },
};

void mpv_destroy(struct mpv_obj *o)
{
	if (o->have)
		o->ops->put(o);
	kvfree(o->pages);
	kfree(o);
}

struct mpv_obj *mpv_create(unsigned int type, unsigned long arg, unsigned int want)
{
	struct mpv_obj *o;
	int err = -ENOMEM;

	if (type >= ARRAY_SIZE(mpv_type))
		return ERR_PTR(-EINVAL);
	o = kzalloc(sizeof(*o), GFP_KERNEL);
	if (!o)
		return ERR_PTR(-ENOMEM);
	o->ops = &mpv_type[type];
	o->want = want;
	o->pages = kvcalloc(want, sizeof(*o->pages), GFP_KERNEL);
	if (o->pages)
		err = o->ops->get(o, arg);
	if (!err && o->have < want)
		err = -ENOMEM;
	if (!err)
		return o;
	mpv_destroy(o);
	return ERR_PTR(err);
}
