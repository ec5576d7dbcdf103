// SPDX-License-Identifier: GPL-2.0
/* What came the last time is lost where all are asked for again. */
#include <linux/mm.h>

int scan_pin(unsigned long start, int want, struct page **pages)
{
	int tries = 5;
	int n;

	for (;;) {
		n = pin_user_pages_fast(start, want, FOLL_WRITE, pages);
		if (n == want)
			return 0;
		if (n < 0 && n != -EAGAIN)
			return n;
		if (--tries == 0)
			break;
		cond_resched();
	}
	if (n > 0)
		unpin_user_pages(pages, n);
	return -EAGAIN;
}
