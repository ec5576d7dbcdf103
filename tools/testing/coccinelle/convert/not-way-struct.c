// SPDX-License-Identifier: GPL-2.0
/* A page leaves in a struct that is copied or returned, or for want of a release. */
#include <linux/mm.h>
#include "way_job.h"

struct answer {
	struct page *page;
	int err;
};

int copied(struct way_msg *out, unsigned long addr)
{
	struct way_msg m;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &m.sent) != 1)
		return -EFAULT;
	if (PageReserved(m.sent)) {
		put_page(m.sent);
		return -EINVAL;
	}
	*out = m;
	return 0;
}

int pushed(struct way_queue *q, unsigned long addr)
{
	struct way_msg m;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &m.pushed) != 1)
		return -EFAULT;
	if (way_push(q, &m)) {
		put_page(m.pushed);
		return -EAGAIN;
	}
	return 0;
}

struct answer returned(unsigned long addr)
{
	struct answer r = { .err = 0 };

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &r.page) != 1)
		r.err = -EFAULT;
	if (!r.err && PageReserved(r.page)) {
		put_page(r.page);
		r.err = -EINVAL;
	}
	return r;
}

int on_demand(struct way_dev *d, unsigned long addr, bool keep)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	d->dma = page_to_phys(page);
	if (!keep)
		put_page(page);
	return 0;
}

int not_all(struct way_dev *d, unsigned long addr)
{
	struct page *pages[8];
	int i, n = get_user_pages_fast(addr, 8, 0, pages);

	for (i = 0; i < n; i++) {
		if (way_wants(d, page_to_pfn(pages[i])))
			continue;
		put_page(pages[i]);
	}
	return 0;
}
