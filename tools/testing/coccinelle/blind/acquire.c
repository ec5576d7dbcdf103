// SPDX-License-Identifier: GPL-2.0
/* No call can be read: half a statement in each arm. */
#include <linux/mm.h>

int fetch(unsigned long addr, struct page **page)
{
#ifdef HAVE_FAST
	if (fetch_fast(addr, page)) {
#else
	if (get_user_pages_unlocked(addr, 1, page, 0) != 1) {
#endif
		return -EFAULT;
	}
	return 0;
}
