// SPDX-License-Identifier: GPL-2.0-only
static int peek(struct mm_struct *mm, unsigned long addr, void *buf)
{
	struct page *page;
	long ret;

	mmap_read_lock(mm);
	ret = get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL);
	mmap_read_unlock(mm);
	if (ret != 1)
		return -EFAULT;
	memcpy_from_page(buf, page, offset_in_page(addr), 8);
	put_user_page(page);
	return 0;
}
