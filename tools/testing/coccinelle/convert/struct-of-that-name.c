// SPDX-License-Identifier: GPL-2.0
/* A structure has the name of a function: that is no pointer to it. */
#include <linux/mm.h>

struct buf_map {
	struct page **pages;
	int nr;
};

static void buf_unmap(struct buf_map *m)
{
	int i;

	for (i = 0; i < m->nr; i++)
		put_page(m->pages[i]);
	kfree(m->pages);
	m->nr = 0;
}

static int buf_map(struct buf_map *m, unsigned long addr, int nr)
{
	int got;

	m->nr = 0;
	m->pages = kcalloc(nr, sizeof(*m->pages), GFP_KERNEL);
	if (!m->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, FOLL_WRITE, m->pages);
	if (got > 0)
		m->nr = got;
	if (got != nr) {
		buf_unmap(m);
		return -EFAULT;
	}
	return 0;
}

ssize_t buf_read(char __user *buf, size_t len)
{
	struct buf_map m;
	int err = buf_map(&m, (unsigned long)buf, len >> PAGE_SHIFT);

	if (err)
		return err;
	fill(&m.nr, len);
	buf_unmap(&m);
	return len;
}
