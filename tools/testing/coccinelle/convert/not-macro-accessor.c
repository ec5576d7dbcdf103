// SPDX-License-Identifier: GPL-2.0
/* What a macro names is also filled with a page of another kind. */
#include <linux/mm.h>

#define POOL_AT(r, k) ((r)->pages[k])

static int pool_fill(struct pool *r, unsigned long addr)
{
	return get_user_pages_fast(addr, 4, FOLL_WRITE, r->pages) == 4 ? 0 : -EFAULT;
}

static void pool_spare(struct pool *r)
{
	POOL_AT(r, 0) = alloc_page(GFP_KERNEL);
}

static void pool_drop(struct pool *r)
{
	put_page(POOL_AT(r, 0));
}

const struct pool_ops ops = { .fill = pool_fill, .spare = pool_spare, .drop = pool_drop };
