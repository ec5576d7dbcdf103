// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET among four flags, in the middle or at the end of the call. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *p[4], *q;
	int r;

	r = get_user_pages_unlocked(addr, 4, p, FOLL_WRITE | FOLL_GET | FOLL_SPLIT | FOLL_POPULATE);
	if (r > 0)
		release_pages(p, r);
	r = get_user_pages_unlocked(addr, 4, p, FOLL_GET | FOLL_WRITE);
	if (r > 0)
		release_pages(p, r);
	r = get_user_pages_unlocked(addr, 4, p, FOLL_GET | FOLL_WRITE | FOLL_FORCE);
	if (r > 0)
		release_pages(p, r);
	r = get_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_FORCE | FOLL_NUMA | FOLL_GET, &q);
	if (r > 0)
		put_page(q);
	return 0;
}
