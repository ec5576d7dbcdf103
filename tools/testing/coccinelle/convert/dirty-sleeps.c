// SPDX-License-Identifier: GPL-2.0
/* Dirtied without the page lock, where nothing keeps one from taking it. */
#include <linux/mm.h>

struct pipe {
	struct mutex lock;
	struct page *pages[16];
};

static void pipe_put(struct page **pages, int nr, bool write)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (write)
			set_page_dirty(pages[i]);
		put_page(pages[i]);
	}
}

int pipe_io(struct pipe *p, unsigned long addr, bool write)
{
	int nr;

	mutex_lock(&p->lock);
	nr = get_user_pages_fast(addr, 16, write ? FOLL_WRITE : 0, p->pages);
	if (nr > 0)
		pipe_put(p->pages, nr, write);
	mutex_unlock(&p->lock);
	return nr;
}

int one_io(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	SetPageDirty(page);
	put_page(page);
	return 0;
}
