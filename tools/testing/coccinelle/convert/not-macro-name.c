// SPDX-License-Identifier: GPL-2.0
/* A name that is a macro of the driver's own does more than the kernel's function. */
#include <linux/mm.h>

#define put_page(page) do { atomic_dec(&taken); (put_page)(page); } while (0)

static atomic_t taken;

int peek(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	clear_highpage(page);
	put_page(page);
	return 0;
}
