// SPDX-License-Identifier: GPL-2.0-only
/* One arm frees the object, the other keeps it. */

struct mreg {
	struct list_head node;
	u32 key;
	u32 cnt;
	struct page *pg[];
};

struct mdom {
	struct mutex mtx;
	struct list_head regs;
};

static struct mreg *mr_find(struct mdom *d, u32 key)
{
	struct mreg *r;

	list_for_each_entry(r, &d->regs, node)
		if (r->key == key)
			return r;
	return NULL;
}

static struct mreg *mr_pin(u32 key, unsigned long va, u32 cnt)
{
	struct mreg *r = kvzalloc(struct_size(r, pg, cnt), GFP_KERNEL);
	int n;

	if (!r)
		return ERR_PTR(-ENOMEM);
	r->key = key;
	n = pin_user_pages_fast(va, cnt, FOLL_WRITE | FOLL_LONGTERM, r->pg);
	if (n == cnt) {
		r->cnt = cnt;
		return r;
	}
	if (n > 0)
		unpin_user_pages(r->pg, n);
	kvfree(r);
	return ERR_PTR(n < 0 ? n : -EFAULT);
}

int mr_add(struct mdom *d, u32 key, unsigned long va, u32 cnt)
{
	struct mreg *r = mr_pin(key, va, cnt);
	int rc = 0;

	if (IS_ERR(r))
		return PTR_ERR(r);

	mutex_lock(&d->mtx);
	if (mr_find(d, key)) {
		kvfree(r);
		rc = -EEXIST;
	} else {
		list_add(&r->node, &d->regs);
	}
	mutex_unlock(&d->mtx);
	return rc;
}

int mr_del(struct mdom *d, u32 key)
{
	struct mreg *r;

	mutex_lock(&d->mtx);
	r = mr_find(d, key);
	if (r)
		list_del(&r->node);
	mutex_unlock(&d->mtx);
	if (!r)
		return -ENOENT;
	unpin_user_pages_dirty_lock(r->pg, r->cnt, true);
	kvfree(r);
	return 0;
}
