// SPDX-License-Identifier: GPL-2.0
/* Each version has the whole functions anew, with other names for what they are given. */
#include <linux/mm.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 6, 0)
static int area_pin(unsigned long start, int count, struct page **to)
{
	return get_user_pages(current, current->mm, start, count, 1, 0, to, NULL);
}

static void area_unpin(struct page **from, int count)
{
	while (count--)
		page_cache_release(from[count]);
}
#else
static int area_pin(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, FOLL_WRITE, pages);
}

static void area_unpin(struct page **pages, int nr)
{
	int k;

	for (k = 0; k < nr; k++)
		put_page(pages[k]);
}
#endif

long area_fill(unsigned long addr)
{
	struct page *area[4];
	int k, got;

	got = area_pin(addr, 4, area);
	if (got <= 0)
		return -EFAULT;
	for (k = 0; k < got; k++)
		clear_highpage(area[k]);
	area_unpin(area, got);
	return got;
}
