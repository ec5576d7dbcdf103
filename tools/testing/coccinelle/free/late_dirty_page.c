// SPDX-License-Identifier: GPL-2.0-only
/* A page that is handed over is marked dirty when it is given back already. */

struct vt_buf {
	unsigned short	mapped;
	unsigned short	max;
	struct page	**pages;
};

static inline void vt_page_done(struct page *page, bool rw)
{
	flush_dcache_page(page);
	put_page(page);
	if (rw)
		set_page_dirty_lock(page);
}

static int vt_unmap(struct vt_buf *b, bool rw)
{
	unsigned short i;

	for (i = 0; i < b->mapped; i++)
		vt_page_done(b->pages[i], rw);
	b->mapped = 0;
	return 0;
}

static int vt_map(struct vt_buf *b, unsigned long uaddr, size_t count, bool rw)
{
	unsigned long end = (uaddr + count + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long start = uaddr >> PAGE_SHIFT;
	int nr = end - start;
	int res, j;

	if (uaddr + count < uaddr || !count || nr > b->max)
		return -EINVAL;

	res = get_user_pages_fast(uaddr & PAGE_MASK, nr, rw ? FOLL_WRITE : 0, b->pages);
	if (res < nr)
		goto unwind;

	b->mapped = nr;
	return nr;

unwind:
	for (j = 0; j < res; j++)
		put_page(b->pages[j]);
	return res < 0 ? res : -EFAULT;
}

ssize_t vt_read_block(struct vt_dev *vt, unsigned long uaddr, size_t count)
{
	ssize_t n;
	int res;

	res = vt_map(&vt->buf, uaddr, count, true);
	if (res < 0)
		return res;
	/* the emulated drive fills the pages with memcpy_to_page() */
	n = vt_drive_fill(vt, vt->buf.pages, res, offset_in_page(uaddr), count);
	vt_unmap(&vt->buf, true);
	return n;
}
