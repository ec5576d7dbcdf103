// SPDX-License-Identifier: GPL-2.0
/* What came is not what was asked for: it may be an error. */
#include <linux/mm.h>

static int peek(unsigned long addr, unsigned int want)
{
	struct page *list[8];
	int got;

	got = get_user_pages_fast(addr, want, 0, list);
	if (got != want)
		goto out;
	zero_user(list[0], 0, 8);
out:
	release_pages(list, got);
	return got;
}
