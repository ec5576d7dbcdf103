// SPDX-License-Identifier: GPL-2.0
/* The same, but they are given back before. */
#include <linux/mm.h>

int scan_pin(unsigned long start, int want, struct page **pages)
{
	int tries = 5;
	int n;

	do {
		n = pin_user_pages_fast(start, want, FOLL_WRITE, pages);
		if (n == want)
			return 0;
		if (n < 0 && n != -EAGAIN)
			return n;
		if (n > 0)
			unpin_user_pages(pages, n);
		cond_resched();
	} while (--tries);
	return -EAGAIN;
}
