// SPDX-License-Identifier: GPL-2.0
/* A test in an expression keeps nobody from the loop. */
#include <linux/mm.h>

int peek(unsigned long addr, long n)
{
	struct page *list[16];
	long i, got;
	int ret;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	ret = got < 0 ? (int)got : 0;
	if (got != n && !ret)
		ret = -EFAULT;
	if (ret) {
		for (i = 0; i < got; i++)
			put_page(list[i]);
		return ret;
	}
	for (i = 0; i < n; i++)
		put_page(list[i]);
	return 0;
}

/* Not this: a test of a variable that was set by ?: is not read as one of the count. */
int peek_known(unsigned long addr, long n)
{
	struct page *list[16];
	long i, got;
	int ret;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	ret = got < 0 ? (int)got : 0;
	if (ret)
		return ret;
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return 0;
}
