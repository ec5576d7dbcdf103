// SPDX-License-Identifier: GPL-2.0
/* Asked for again, but only where the first call has failed for that reason. */
#include <linux/mm.h>

int look(unsigned long addr, bool write)
{
	struct page *page;
	int err;

	err = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (err == -EFAULT && !write)
		err = get_user_pages_fast(addr, 1, 0, &page);
	if (err < 0)
		return err;
	if (err > 0 || write)
		put_page(page);
	return 0;
}
