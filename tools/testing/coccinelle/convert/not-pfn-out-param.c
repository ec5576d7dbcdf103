// SPDX-License-Identifier: GPL-2.0
/* The same by way of a pointer, and the release is in the file. */
#include <linux/mm.h>

static int hold(unsigned long addr, u64 *where)
{
	struct page *page;

	if (get_user_pages_unlocked(addr, 1, &page, FOLL_WRITE) != 1)
		return -EFAULT;
	if (PageReserved(page)) {
		put_page(page);
		return -EINVAL;
	}
	*where = page_to_phys(page);
	return 0;
}

int frame_hold(unsigned long addr, u64 *where)
{
	return hold(addr, where);
}

void frame_drop(u64 where)
{
	put_page(phys_to_page(where));
}
