// SPDX-License-Identifier: GPL-2.0
/* The count goes through another function, a field, a sum. */
#include <linux/mm.h>

struct through {
	struct page **list;
	int nr;
};

static int take(struct page **list, unsigned long addr, int n)
{
	int got = get_user_pages_fast(addr, n, 0, list);

	return got;
}

int peek(unsigned long addr)
{
	struct page *list[4];
	int i, got;

	got = take(list, addr, 4);
	if (got <= 0)
		pr_err("no page\n");
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return got;
}

int through_setup(struct through *t, unsigned long addr, int n)
{
	int got = get_user_pages_fast(addr, n, FOLL_WRITE, t->list);

	t->nr = got;
	return got < n ? -EFAULT : 0;
}

void through_free(struct through *t)
{
	int i;

	for (i = 0; i < t->nr; i++) {
		struct page *page = t->list[i];

		set_page_dirty_lock(page);
		put_page(page);
	}
	kfree(t->list);
}

int peek_all(unsigned long addr, int n)
{
	struct page *list[16];
	int i, r, got = 0;

	do {
		r = get_user_pages_fast(addr + got * PAGE_SIZE, n - got, 0, list + got);
		got += r;
	} while (r > 0 && got < n);
	for (i = 0; i < got; i++)
		put_page(list[i]);
	return r;
}
