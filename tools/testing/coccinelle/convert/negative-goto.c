// SPDX-License-Identifier: GPL-2.0
/* The way of the error goes through the loop, too. */
#include <linux/mm.h>

int peek(unsigned long addr, int n, char *buf)
{
	struct page *list[16];
	int i, got, err = 0;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	if (got < 0) {
		err = got;
		goto out;
	}
	if (got < n)
		err = -EFAULT;
out:
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return err;
}

/* Here it does not. */
int peek_zero(unsigned long addr, int n)
{
	struct page *list[16];
	int i, got, err = 0;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	if (got < 0) {
		err = got;
		got = 0;
	}
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return err;
}

int peek_two(unsigned long addr, int n)
{
	struct page *list[16];
	int i, got, err = 0;

	got = get_user_pages_fast(addr, n, FOLL_WRITE, list);
	if (got < 0) {
		err = got;
		goto out;
	}
	if (got < n) {
		err = -EFAULT;
		goto put;
	}
	flush_dcache_page(list[0]);
put:
	for (i = 0; i < got; i++) {
		set_page_dirty_lock(list[i]);
		put_page(list[i]);
	}
out:
	return err;
}
