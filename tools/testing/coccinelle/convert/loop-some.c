// SPDX-License-Identifier: GPL-2.0
/* The count may be -errno, for which the loop does nothing. */
#include <linux/mm.h>

struct ring {
	struct page **pages;
	unsigned int nr;
};

static int up(struct ring *r, unsigned long addr)
{
	int i, got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	if (got == r->nr)
		return 0;
	for (i = 0; i < got; i++)
		put_page(r->pages[i]);
	return -EFAULT;
}

static int down(struct ring *r, unsigned long addr)
{
	long got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	if (got == r->nr)
		return 0;
	while (got > 0)
		put_page(r->pages[--got]);
	return -EFAULT;
}

static int pre(struct ring *r, unsigned long addr)
{
	int got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	if (got != r->nr)
		goto undo;
	return 0;
undo:
	while (--got >= 0)
		put_page(r->pages[got]);
	return -EFAULT;
}

/* One call, too: -errno is a huge number for both. */
static int raw(struct ring *r, unsigned long addr)
{
	unsigned int i, got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	for (i = 0; i < got; i++)
		put_page(r->pages[i]);
	return 0;
}

/* Not these: the count is read again, or goes through zero. */
static int again(struct ring *r, unsigned long addr)
{
	int got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	while (--got >= 0)
		put_page(r->pages[got]);
	return got;
}

static int through(struct ring *r, unsigned long addr)
{
	int got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	while (got--)
		put_page(r->pages[got]);
	return 0;
}

static int dirty(struct ring *r, unsigned long addr)
{
	int i, got;

	got = get_user_pages_fast(addr, r->nr, FOLL_WRITE, r->pages);
	for (i = 0; i < got; i++) {
		set_page_dirty_lock(r->pages[i]);
		put_page(r->pages[i]);
	}
	return 0;
}
