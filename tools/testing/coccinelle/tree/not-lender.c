// SPDX-License-Identifier: GPL-2.0
/* Takes and gives back for others: the report says who they are. */
#include <linux/mm.h>

int lender_take(unsigned long addr, size_t nr, struct page **list)
{
	int ret;

	ret = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (ret < 0)
		return ret;
	return ret;
}

void lender_give_back(struct page **list, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		put_page(list[i]);
}
