// SPDX-License-Identifier: GPL-2.0-only
static int old_read(struct old *old, unsigned long addr, int nr)
{
	int got, i;

	down_read(&current->mm->mmap_sem);
	got = get_user_pages(current, current->mm, addr, nr, 1, 0, old->pages, NULL);
	up_read(&current->mm->mmap_sem);
	if (got < 0)
		return got;
	old_transfer(old);
	for (i = 0; i < got; i++)
		unpin_user_page(old->pages[i]);
	return 0;
}
