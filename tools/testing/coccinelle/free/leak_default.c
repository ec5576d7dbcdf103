// SPDX-License-Identifier: GPL-2.0-only
static int lk4(struct ctx *c, unsigned long a, int n, struct page **pages)
{
	int got, rc;

	mmap_read_lock(current->mm);
	got = pin_user_pages(a, n, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	if (got < 1)
		return -EFAULT;
	switch (c->mode) {
	case MODE_RD:
		rc = c_read(c, pages, got);
		break;
	case MODE_WR:
		rc = c_write(c, pages, got);
		break;
	default:
		return -EOPNOTSUPP;
	}
	put_user_pages(pages, got);
	return rc;
}
