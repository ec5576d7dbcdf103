// SPDX-License-Identifier: GPL-2.0
/* Calls not-lender.c. */
#include "lender.h"

int borrow(unsigned long addr)
{
	struct page *list[4];
	int n = lender_take(addr, 4, list);

	if (n > 0)
		lender_give_back(list, n);
	return n;
}
