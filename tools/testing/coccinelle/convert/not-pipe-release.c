// SPDX-License-Identifier: GPL-2.0
/*
 * The driver's own release puts the pages of a pipe, but tee(2) takes further
 * references on them.
 */
#include <linux/mm.h>

static int feed(struct pipe_inode_info *pipe, unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_fast(addr, 4, 0, pages);
	for (i = 0; i < n; i++) {
		pipe->bufs[i].page = pages[i];
		pipe->bufs[i].ops = &feed_ops;
	}
	return n;
}

static void feed_release(struct pipe_inode_info *pipe, struct pipe_buffer *pb)
{
	put_page(pb->page);
}
