// SPDX-License-Identifier: GPL-2.0
/* An address in a field comes back as a number that anybody may give. */
#include <linux/mm.h>

struct window {
	void *va;
};

int window_open(struct window *w, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) < 1)
		return -EFAULT;
	if (PageHighMem(page)) {
		put_page(page);
		return -EINVAL;
	}
	w->va = page_address(page);
	return 0;
}

void window_close(void *va)
{
	put_page(virt_to_page(va));
}
