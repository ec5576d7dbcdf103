// SPDX-License-Identifier: GPL-2.0
/* What came is what was asked for: no error can be the count. */
#include <linux/mm.h>

static int peek(unsigned long addr, unsigned int want)
{
	struct page *list[8];
	int got;

	got = get_user_pages_fast(addr, want, 0, list);
	if (got != want)
		return got < 0 ? got : -EFAULT;
	release_pages(list, got);
	return 0;
}

static int poke(unsigned long addr, unsigned int want)
{
	struct page *list[8];
	int i, got;

	got = get_user_pages_fast(addr, want, FOLL_WRITE, list);
	if (want == got) {
		for (i = 0; i < got; i++)
			put_page(list[i]);
		return 0;
	}
	return -EFAULT;
}
