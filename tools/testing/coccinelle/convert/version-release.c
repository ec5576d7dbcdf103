// SPDX-License-Identifier: GPL-2.0
/* The release differs by version, too. */
#include <linux/mm.h>
#include <linux/version.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int ret;

	ret = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

static void buf_unpin(struct buf *b)
{
	unsigned int i;

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
	for (i = 0; i < b->nr; i++)
		page_cache_release(b->pages[i]);
#else
	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]);
#endif
}

int buf_io(struct buf *b, unsigned long addr)
{
	int ret = buf_pin(b, addr);

	if (!ret)
		buf_unpin(b);
	return ret;
}
