// SPDX-License-Identifier: GPL-2.0-only
/* The planes before the one that fails stay pinned. */

#define M2M_PLANES 3

struct m2m_plane {
	struct page **pages;
	unsigned int count;
};

struct m2m_buf {
	struct m2m_plane pl[M2M_PLANES];
	unsigned int nplanes;
};

static void m2m_plane_put(struct m2m_plane *pl)
{
	unpin_user_pages_dirty_lock(pl->pages, pl->count, true);
	kvfree(pl->pages);
	pl->pages = NULL;
	pl->count = 0;
}

static int m2m_plane_get(struct m2m_plane *pl, const struct v4l2_plane *vp)
{
	unsigned int n = DIV_ROUND_UP(vp->length, PAGE_SIZE);
	int got;

	pl->pages = kvcalloc(n, sizeof(*pl->pages), GFP_KERNEL);
	if (!pl->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(vp->m.userptr, n, FOLL_WRITE | FOLL_LONGTERM, pl->pages);
	if (got != n) {
		if (got > 0)
			unpin_user_pages(pl->pages, got);
		kvfree(pl->pages);
		pl->pages = NULL;
		return got < 0 ? got : -EFAULT;
	}
	pl->count = n;
	return 0;
}

int m2m_buf_prepare(struct m2m_buf *b, const struct v4l2_plane *vp, unsigned int nplanes)
{
	unsigned int p;

	if (nplanes > M2M_PLANES)
		return -EINVAL;
	b->nplanes = 0;
	for (p = 0; p < nplanes; p++) {
		int rc = m2m_plane_get(&b->pl[p], &vp[p]);

		if (rc)
			return rc;
	}
	b->nplanes = nplanes;
	return 0;
}

void m2m_buf_cleanup(struct m2m_buf *b)
{
	while (b->nplanes)
		m2m_plane_put(&b->pl[--b->nplanes]);
}
