// SPDX-License-Identifier: GPL-2.0-only
static int fl6(unsigned long a, int n, struct page **p)
{
	unsigned int f = FOLL_WRITE;
	long got;

	f |= FOLL_GET;
	mmap_read_lock(current->mm);
	got = pin_user_pages(a, n, f, p);
	mmap_read_unlock(current->mm);
	if (got > 0)
		put_user_pages(p, got);
	return 0;
}
