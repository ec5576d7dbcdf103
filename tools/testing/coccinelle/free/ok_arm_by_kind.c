// SPDX-License-Identifier: GPL-2.0-only
/* Two ways to take a page, and the same test where it is given back. */
static void peek_put(struct page *page, bool write)
{
	if (write)
		unpin_user_pages_dirty_lock(&page, 1, true);
	else
		put_page(page);
}

int peek(struct mm_struct *mm, unsigned long addr, void *buf, bool write)
{
	struct page *page;
	long got;

	if (write)
		got = pin_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL);
	else
		got = get_user_pages_remote(mm, addr, 1, 0, &page, NULL);
	if (got != 1)
		return -EFAULT;
	if (write)
		memcpy_to_page(page, 0, buf, PAGE_SIZE);
	else
		memcpy_from_page(buf, page, 0, PAGE_SIZE);
	peek_put(page, write);
	return 0;
}
