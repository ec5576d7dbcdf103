// SPDX-License-Identifier: GPL-2.0
/* The array of addresses is memory of the kernel, the pages behind them are not. */
#include <linux/mm.h>

int write_all(struct unit *u, unsigned long addr, int n)
{
	struct page *pages[8];
	void **kaddrs;
	int i, got;

	kaddrs = kcalloc(8, sizeof(*kaddrs), GFP_KERNEL);
	if (!kaddrs)
		return -ENOMEM;
	got = get_user_pages_fast(addr, 8, FOLL_WRITE, pages);
	for (i = 0; i < got; i++)
		kaddrs[i] = page_address(pages[i]);
	unit_write(u, got);
	for (i = 0; i < got; i++)
		put_page(virt_to_page(kaddrs[i]));
	kfree(kaddrs);
	return 0;
}
