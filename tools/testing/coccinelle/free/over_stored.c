// SPDX-License-Identifier: GPL-2.0-only
/* The loop goes up to the number that was taken. */

#define TAPE_MAX_SEGS 128

struct tape_buf {
	unsigned short use_sg;
	unsigned short max;
	struct page *mapped[TAPE_MAX_SEGS + 1];
	bool dirty;
};

static void tape_unmap(struct tape_buf *tb)
{
	int i;

	if (!tb->use_sg)
		return;
	for (i = 0; i <= tb->use_sg; i++) {
		struct page *pg = tb->mapped[i];

		if (tb->dirty)
			set_page_dirty_lock(pg);
		unpin_user_page(pg);
	}
	tb->use_sg = 0;
}

static int tape_map(struct tape_buf *tb, unsigned long uaddr, size_t count, int rw)
{
	unsigned long end = (uaddr + count + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long start = uaddr >> PAGE_SHIFT;
	const int nr = end - start;
	int res;

	if (count == 0 || nr > TAPE_MAX_SEGS || tb->use_sg)
		return -EINVAL;

	res = pin_user_pages_fast(uaddr, nr, rw == READ ? FOLL_WRITE : 0,
				  tb->mapped);
	if (res < nr) {
		if (res > 0)
			unpin_user_pages(tb->mapped, res);
		return res < 0 ? res : -EIO;
	}
	tb->dirty = rw == READ;
	tb->use_sg = res;
	return res;
}

ssize_t tape_io(struct tape_buf *tb, char __user *buf, size_t count, int rw,
		ssize_t (*io)(struct tape_buf *))
{
	int ret = tape_map(tb, (unsigned long)buf, count, rw);
	ssize_t done;

	if (ret < 0)
		return ret;
	done = io(tb);
	tape_unmap(tb);
	return done;
}
