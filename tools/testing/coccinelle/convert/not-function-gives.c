// SPDX-License-Identifier: GPL-2.0
/* A function of another file knows the struct, and gives a page. */
#include <linux/mm.h>

#include "pot.h"

static int pot_fill(struct pot *j, unsigned long addr)
{
	return get_user_pages_fast(addr, 4, FOLL_WRITE, j->pages) == 4 ? 0 : -EFAULT;
}

static void pot_drop_one(struct pot *j)
{
	put_page(j->pages[0]);
}

static void pot_drop(struct pot *j)
{
	struct page *page;

	if (pot_find(j, 3, &page))
		put_page(page);
}

const struct pot_ops ops = { .fill = pot_fill, .one = pot_drop_one, .drop = pot_drop };
