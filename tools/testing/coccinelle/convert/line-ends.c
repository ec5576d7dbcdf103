// SPDX-License-Identifier: GPL-2.0
/* Lines that end as on other systems. */
#include <linux/mm.h>

int peek(unsigned long addr)
{
	struct page *p[4];
	int k, got = get_user_pages_fast(addr, 4, FOLL_WRITE, p);

	if (got <= 0)
		return -EFAULT;
	for (k = 0; k < got; k++) {
		/* written to */
		set_page_dirty_lock(p[k]);
		put_page(p[k]);
	}
	return 0;
}
