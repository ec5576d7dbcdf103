// SPDX-License-Identifier: GPL-2.0-only
static int peek(unsigned long a, int n)
{
	struct page *pages[8];
	int r;

	mmap_read_lock(current->mm);
	r = pin_user_pages(a, 8, 0, pages);
	mmap_read_unlock(current->mm);
	if (r != 8)
		return r < 0 ? r : -EFAULT;
	use(pages);
	unpin_user_pages(pages, 8);
	return 0;
}
