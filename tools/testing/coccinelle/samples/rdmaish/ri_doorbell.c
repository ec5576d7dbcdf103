// SPDX-License-Identifier: (GPL-2.0 OR BSD-2-Clause)
/*
 * rdmaish: the doorbell, one page of user memory for each context. It is
 * taken here and given back where the context ends, in ri_main.c.
 */
#include "ri.h"

/* A quick look whether user memory is what the card expects. */
static int ri_doorbell_check(u64 addr)
{
	struct page *pages[2];
	int got, ret = 0;

	got = get_user_pages_fast(addr & PAGE_MASK, 2, 0, pages);
	if (got == 2 && PageCompound(pages[0]) != PageCompound(pages[1]))
		ret = -EINVAL;
	if (got > 0)
		RI_RELEASE_PAGES(pages, got);
	return got < 0 ? got : ret;
}

int ri_doorbell_map(struct ri_ctx *ctx, u64 addr)
{
	int ret;

	ret = ri_doorbell_check(addr);
	if (ret)
		return ret;
	if (ctx->doorbell)
		return -EBUSY;
	ret = get_user_pages_fast(addr & PAGE_MASK, 1, FOLL_WRITE,
				  &ctx->doorbell);
	if (ret != 1) {
		ctx->doorbell = NULL;
		return ret < 0 ? ret : -EFAULT;
	}
	return 0;
}
