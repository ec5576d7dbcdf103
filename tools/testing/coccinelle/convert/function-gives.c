// SPDX-License-Identifier: GPL-2.0
/* No other file knows the struct: the page that one gives is another. */
#include <linux/mm.h>

struct jar {
	struct page *pages[4];
};

static int jar_fill(struct jar *j, unsigned long addr)
{
	return get_user_pages_fast(addr, 4, FOLL_WRITE, j->pages) == 4 ? 0 : -EFAULT;
}

static void jar_drop_one(struct jar *j)
{
	put_page(j->pages[0]);
}

static void jar_drop(struct jar *j)
{
	struct page *page;

	if (jar_find(j, 3, &page))
		put_page(page);
}

const struct jar_ops ops = { .fill = jar_fill, .one = jar_drop_one, .drop = jar_drop };
