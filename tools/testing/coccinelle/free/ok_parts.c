// SPDX-License-Identifier: GPL-2.0-only
static int ctx_run(struct ctx *c, unsigned long a, int n)
{
	struct page **pages;
	int ret, i, pinned = 0;

	pages = kvmalloc_array(n, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	while (pinned < n) {
		ret = pin_user_pages_fast(a + pinned * PAGE_SIZE, n - pinned, FOLL_WRITE, pages + pinned);
		if (ret <= 0) {
			if (!ret)
				ret = -EFAULT;
			goto out;
		}
		pinned += ret;
	}
	ret = do_thing(c, pages, n);
out:
	if (pinned > 0)
		unpin_user_pages(pages, pinned);
	kvfree(pages);
	return ret;
}
