// SPDX-License-Identifier: GPL-2.0-only
/* They are freed with the frame. */

/* Planar frame buffers: every plane is pinned on its own */

#define FR_PLANES 3

struct fr_plane {
	struct page	**pages;
	int		nr;
};

struct fr_frame {
	struct fr_plane	plane[FR_PLANES];
	unsigned int	nplanes;
};

static int fr_plane_pin(struct fr_plane *p, unsigned long va, size_t len)
{
	int want = (PAGE_ALIGN(va + len) - (va & PAGE_MASK)) >> PAGE_SHIFT;
	int n;

	p->pages = kvcalloc(want, sizeof(*p->pages), GFP_KERNEL);
	if (!p->pages)
		return -ENOMEM;

	n = pin_user_pages_fast(va & PAGE_MASK, want, FOLL_WRITE | FOLL_LONGTERM, p->pages);
	if (n == want) {
		p->nr = n;
		return 0;
	}

	if (n > 0)
		unpin_user_pages(p->pages, n);
	kvfree(p->pages);
	p->pages = NULL;
	return n < 0 ? n : -EFAULT;
}

static void fr_plane_unpin(struct fr_plane *p)
{
	unpin_user_pages_dirty_lock(p->pages, p->nr, true);
	kvfree(p->pages);
	p->pages = NULL;
}

struct fr_frame *fr_frame_get(const struct fr_uapi *u)
{
	struct fr_frame *f = kzalloc(sizeof(*f), GFP_KERNEL);
	int err = 0;

	if (!f)
		return ERR_PTR(-ENOMEM);

	for (f->nplanes = 0; f->nplanes < u->nplanes; f->nplanes++) {
		err = fr_plane_pin(&f->plane[f->nplanes], u->va[f->nplanes], u->len[f->nplanes]);
		if (err)
			break;
	}
	if (err) {
		kfree(f);
		return ERR_PTR(err);
	}
	return f;
}

void fr_frame_put(struct fr_frame *f)
{
	while (f->nplanes--)
		fr_plane_unpin(&f->plane[f->nplanes]);
	kfree(f);
}
