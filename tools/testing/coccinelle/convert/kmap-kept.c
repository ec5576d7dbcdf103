// SPDX-License-Identifier: GPL-2.0
/* The address that a page is mapped at leads back to it. */
#include <linux/mm.h>

struct port {
	void *at;
};

int port_open(struct port *p, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (!valid(addr)) {
		put_page(page);
		return -EINVAL;
	}
	p->at = kmap(page);
	return 0;
}

void port_close(struct port *p)
{
	struct page *page = kmap_to_page(p->at);

	kunmap(page);
	put_page(page);
}
