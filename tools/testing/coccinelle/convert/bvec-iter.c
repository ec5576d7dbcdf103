// SPDX-License-Identifier: GPL-2.0
/* An iterator over bvecs borrows their pages. */
#include <linux/mm.h>
#include <linux/bvec.h>

struct fixed {
	struct bio_vec *vec;
	int n;
};

int fixed_add(struct fixed *f, unsigned long addr)
{
	struct page *tmp[16];
	int i, got = get_user_pages_fast(addr, f->n, FOLL_WRITE, tmp);

	if (got != f->n) {
		if (got > 0)
			release_pages(tmp, got);
		return -EFAULT;
	}
	for (i = 0; i < got; i++)
		f->vec[i].bv_page = tmp[i];
	return 0;
}

void fixed_use(struct fixed *f, struct iov_iter *iter)
{
	iov_iter_bvec(iter, READ, f->vec, f->n, f->n * PAGE_SIZE);
}

void fixed_remove(struct fixed *f)
{
	int i;

	for (i = 0; i < f->n; i++)
		put_page(f->vec[i].bv_page);
}
