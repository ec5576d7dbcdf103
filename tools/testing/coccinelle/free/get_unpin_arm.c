// SPDX-License-Identifier: GPL-2.0-only
/* Of a reference, also when it was written to. */
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

	if (get_user_pages_remote(mm, addr, 1, write ? FOLL_WRITE : 0, &page, NULL) != 1)
		return -EFAULT;
	if (write)
		memcpy_to_page(page, 0, buf, PAGE_SIZE);
	else
		memcpy_from_page(buf, page, 0, PAGE_SIZE);
	peek_put(page, write);
	return 0;
}
