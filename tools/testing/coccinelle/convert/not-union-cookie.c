// SPDX-License-Identifier: GPL-2.0
/* A page and a number in one place, and the number is that of other memory. */
#include <linux/mm.h>

struct desc {
	u32 len;
	union {
		struct page *page;
		u64 cookie;
	};
};

int desc_user(struct desc *d, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	d->page = page;
	return 0;
}

int desc_pattern(struct desc *d)
{
	unsigned long va = __get_free_page(GFP_KERNEL);

	if (!va)
		return -ENOMEM;
	d->cookie = (u64)(uintptr_t)virt_to_page((void *)va);
	return 0;
}

void desc_drop(struct desc *d)
{
	put_page(d->page);
}
