// SPDX-License-Identifier: GPL-2.0
/* FOLL_GET is implied by get_user_pages*() and must not be passed to a pin. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *p[4], *q;
	int r;

	r = get_user_pages_unlocked(addr, 4, p, FOLL_GET);
	if (r > 0)
		release_pages(p, r);
	r = get_user_pages_fast(addr, 1, FOLL_GET | FOLL_WRITE, &q);
	if (r > 0)
		put_page(q);
	r = get_user_pages(addr, 1, FOLL_WRITE | FOLL_GET | FOLL_FORCE, &q, NULL);
	if (r > 0)
		put_page(q);
	r = get_user_pages_remote(current->mm, addr, 1, FOLL_GET | FOLL_WRITE | FOLL_FORCE, &q, NULL);
	if (r > 0)
		put_page(q);
	return 0;
}
