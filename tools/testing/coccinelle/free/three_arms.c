// SPDX-License-Identifier: GPL-2.0-only
/* Of an #if with three arms, the first is looked at. */
static long grab(unsigned long start, unsigned long nr, struct page **pages)
{
	long ret;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	ret = get_user_pages(start, nr, FOLL_WRITE, pages);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(4, 9, 0)
	ret = get_user_pages(start, nr, FOLL_WRITE, pages, NULL);
#else
	ret = get_user_pages(current, current->mm, start, nr, 1, 0, pages, NULL);
#endif
	if (ret > 0 && ret < (long)nr) {
		release_pages(pages, ret);
		ret = -EFAULT;
	}
	return ret;
}

int capture(struct grabber *g, unsigned long addr, unsigned long nr)
{
	long got = grab(addr, nr, g->pages);

	if (got < 0)
		return got;
	capture_start(g, got);
	unpin_user_pages(g->pages, got);
	return 0;
}
