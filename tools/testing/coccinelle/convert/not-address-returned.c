// SPDX-License-Identifier: GPL-2.0
/* Two functions give an address each, and only one is that of a user page. */
#include <linux/mm.h>

struct box {
	void *rx;
};

static void *box_user(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return NULL;
	return page_address(page);
}

static void *box_default(void)
{
	return (void *)get_zeroed_page(GFP_KERNEL);
}

int box_attach(struct box *b, unsigned long rx)
{
	if (rx)
		b->rx = box_user(rx);
	else
		b->rx = box_default();
	return b->rx ? 0 : -EFAULT;
}

void box_detach(struct box *b)
{
	put_page(virt_to_page(b->rx));
}
