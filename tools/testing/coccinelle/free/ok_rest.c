// SPDX-License-Identifier: GPL-2.0-only
/* What was not passed on is given back, from there on. */

#define FEED_SLOTS 16

struct feed_buf {
	struct page *page;
	unsigned int off, len;
	void (*release)(struct feed_buf *b);
};

struct feed {
	unsigned int head, tail;
	struct feed_buf ring[FEED_SLOTS];
};

static void feed_buf_release(struct feed_buf *b)
{
	put_page(b->page);
	b->page = NULL;
}

static bool feed_add(struct feed *f, struct page *page, unsigned int off, unsigned int len)
{
	struct feed_buf *b;

	if (f->head - f->tail == FEED_SLOTS)
		return false;
	b = &f->ring[f->head++ % FEED_SLOTS];
	b->page = page;
	b->off = off;
	b->len = len;
	b->release = feed_buf_release;
	return true;
}

ssize_t feed_splice_user(struct feed *f, unsigned long uaddr, size_t len)
{
	unsigned int off = offset_in_page(uaddr);
	struct page *pages[FEED_SLOTS];
	size_t total = 0;
	int n, i;

	if (!len)
		return 0;
	len = min_t(size_t, len, FEED_SLOTS * PAGE_SIZE - off);
	n = get_user_pages_fast(uaddr, DIV_ROUND_UP(off + len, PAGE_SIZE), 0, pages);
	if (n <= 0)
		return n ? n : -EFAULT;

	for (i = 0; i < n; i++) {
		unsigned int seg = min_t(size_t, len - total, PAGE_SIZE - off);

		if (!feed_add(f, pages[i], off, seg))
			break;
		total += seg;
		off = 0;
	}
	for (; i < n; i++)
		put_page(pages[i]);
	return total ? total : -EAGAIN;
}

void feed_pop(struct feed *f)
{
	struct feed_buf *b = &f->ring[f->tail % FEED_SLOTS];

	if (f->head == f->tail)
		return;
	b->release(b);
	f->tail++;
}
