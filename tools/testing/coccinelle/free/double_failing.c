// SPDX-License-Identifier: GPL-2.0-only
/* What takes the pages has given back those of a short pin. */

struct cam_plane {
	struct page **pages;
	int nr;
};

static int cam_pin_plane(struct cam_plane *p, unsigned long uaddr, int nr)
{
	p->nr = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, p->pages);
	if (p->nr < 0) {
		int err = p->nr;

		p->nr = 0;
		return err;
	}
	if (p->nr < nr) {
		unpin_user_pages(p->pages, p->nr);
		return -ENOMEM;
	}
	return 0;
}

struct cam_plane *cam_plane_new(unsigned long uaddr, int nr)
{
	struct cam_plane *p;
	int ret;

	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return ERR_PTR(-ENOMEM);
	p->pages = kvcalloc(nr, sizeof(*p->pages), GFP_KERNEL);
	if (!p->pages) {
		kfree(p);
		return ERR_PTR(-ENOMEM);
	}

	ret = cam_pin_plane(p, uaddr, nr);
	if (ret) {
		if (p->nr > 0)
			unpin_user_pages(p->pages, p->nr);
		kvfree(p->pages);
		kfree(p);
		return ERR_PTR(ret);
	}
	return p;
}

void cam_plane_del(struct cam_plane *p)
{
	unpin_user_pages_dirty_lock(p->pages, p->nr, true);
	kvfree(p->pages);
	kfree(p);
}
