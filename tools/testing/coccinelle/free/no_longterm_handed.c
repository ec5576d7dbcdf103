// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

struct ring {
	struct page **pages;
	struct page **more;
	int nr;
	void *at;
};

static int take(unsigned long addr, int nr, unsigned int flags, struct page **pages)
{
	int got = pin_user_pages_fast(addr, nr, flags, pages);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(pages, got);
	return got < 0 ? got : -EFAULT;
}

int setup(struct ring *r, unsigned long addr)
{
	int ret = take(addr, r->nr, FOLL_WRITE, r->pages);

	if (ret)
		return ret;
	r->at = vmap(r->pages, r->nr, VM_MAP, PAGE_KERNEL);
	if (!r->at) {
		unpin_user_pages(r->pages, r->nr);
		return -ENOMEM;
	}
	return 0;
}

int setup_more(struct ring *r, unsigned long addr)
{
	int ret = take(addr, r->nr, FOLL_WRITE | FOLL_LONGTERM, r->more);

	return ret;
}

int look_once(struct ring *r, unsigned long addr)
{
	int ret = take(addr, r->nr, 0, r->pages);

	if (ret)
		return ret;
	look_at(r);
	unpin_user_pages(r->pages, r->nr);
	return 0;
}

void teardown(struct ring *r)
{
	vunmap(r->at);
	unpin_user_pages(r->pages, r->nr);
	unpin_user_pages(r->more, r->nr);
}
