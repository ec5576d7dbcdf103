// SPDX-License-Identifier: GPL-2.0-only
/* The array is NULL before the first round only, and a test of more than that says so. */
#include <linux/mm.h>
#include <linux/slab.h>

int jib_register(struct iovec *iovs, int nr)
{
	struct page **pages = NULL;
	int i, j, n, got, have = 0, ret = -ENOMEM;

	for (i = 0; i < nr; i++) {
		n = DIV_ROUND_UP(iovs[i].iov_len, PAGE_SIZE);
		if (!pages || n > have) {
			kvfree(pages);
			pages = kvmalloc_array(n, sizeof(*pages), GFP_KERNEL);
			if (!pages)
				goto out;
			have = n;
		}
		got = get_user_pages_fast((unsigned long)iovs[i].iov_base, n, FOLL_WRITE, pages);
		if (got < 0) {
			ret = got;
			goto out;
		}
		for (j = 0; j < got; j++)
			clear_highpage(pages[j]);
		release_pages(pages, got);
	}
	ret = 0;
out:
	kvfree(pages);
	return ret;
}
