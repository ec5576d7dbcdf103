// SPDX-License-Identifier: GPL-2.0
/* A macro that is put_page() whatever the kernel is needs no option. */
#include <linux/mm.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
#define drv_put_page(page) page_cache_release(page)
#else
#define drv_put_page(page)	\
	put_page((page))	/* the new name */
#endif
#define drv_put_all(pages, n) release_pages(pages, n)

struct buf {
	struct page **pages;
	int n;
};

int buf_get(struct buf *b, unsigned long addr)
{
	int got = get_user_pages_fast(addr, b->n, FOLL_WRITE, b->pages);

	if (got < b->n) {
		while (--got >= 0)
			drv_put_page(b->pages[got]);
		return -EFAULT;
	}
	return 0;
}

void buf_put(struct buf *b)
{
	drv_put_all(b->pages, b->n);
}
