// SPDX-License-Identifier: GPL-2.0
/* The two releases are arms of one #if: only one of them is compiled. */
#include <linux/mm.h>
#include <linux/version.h>

int toy_copy(unsigned long addr, int n, struct page **pages)
{
	int got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);

	if (got <= 0)
		return got ? got : -EFAULT;
	toy_fill(pages, got);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 0, 0)
	unpin_user_pages_dirty_lock(pages, got, true);
#else
	put_user_pages_dirty_lock(pages, got, true);
#endif
	return 0;
}
