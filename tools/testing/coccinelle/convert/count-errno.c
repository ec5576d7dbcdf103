// SPDX-License-Identifier: GPL-2.0
/* An errno that is written out goes to where the count is. */
#include <linux/mm.h>

static int take(unsigned long addr, int n, struct page **pages)
{
	int got;

	if (!n)
		return -EINVAL;
	got = get_user_pages_fast(addr, n, 0, pages);
	return got > 0 ? got : 0;
}

int send(unsigned long addr, int n)
{
	struct page *pages[4];
	int i, got = take(addr, n, pages);

	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}

int send_one(unsigned long addr, int n)
{
	struct page **pages = kmalloc_array(n, sizeof(*pages), GFP_KERNEL);
	int i, got;

	if (!pages) {
		got = -ENOMEM;
		goto out;
	}
	got = get_user_pages_fast(addr, n, 0, pages);
	if (got < 0)
		got = 0;
out:
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	kfree(pages);
	return got;
}

int send_all(unsigned long addr)
{
	struct page *pages[4];
	int i, got = get_user_pages_fast(addr, 4, 0, pages);

	if (got < 0)
		return -EIO;
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}
